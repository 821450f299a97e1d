package io.deltas3proxy.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.deltas3proxy.accounts.JdbcAccountStore;
import io.deltas3proxy.accounts.NewAccessKey;
import io.deltas3proxy.accounts.SecretCipher;
import io.deltas3proxy.database.Database;
import io.deltas3proxy.database.DatabaseAddress;
import io.deltas3proxy.testing.Product;
import io.deltas3proxy.testing.TcpGate;
import io.deltas3proxy.testing.TestDatabases;
import java.net.URI;
import java.nio.file.Path;
import java.sql.Statement;
import java.time.Clock;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Two instances of the whole product on one PostgreSQL, asked by the AWS SDK. */
@Timeout(120)
class AccountsIT {

  private static final Path LAKE = Path.of("sample-lake").toAbsolutePath();
  private static final String LOG = "trades/_delta_log/00000000000000000000.json";
  private static final String KEY = Base64.getEncoder().encodeToString(new byte[32]);
  private static final AwsBasicCredentials CAROL =
      AwsBasicCredentials.create("AKIACAROLEXAMPLE", "carol-example-secret");

  @TempDir private Path directory;

  private TcpGate gate;
  private Database database;
  private JdbcAccountStore store;
  private Product one;
  private Product other;
  private AwsBasicCredentials alice;

  @BeforeEach
  void start() throws Exception {
    DatabaseAddress address = TestDatabases.postgresql();
    gate = new TcpGate(TestDatabases.postgresqlPort());
    database = Database.open(TestDatabases.settings(address));
    store =
        new JdbcAccountStore(
            database, new SecretCipher(new byte[SecretCipher.KEY_BYTES]), Clock.systemUTC());
    store.addUser("alice");
    store.addGroup("london");
    store.addMember("london", "alice");
    NewAccessKey key = store.createKey("alice", null);
    alice = AwsBasicCredentials.create(key.key().accessKeyId(), key.secretAccessKey());
    sql(
        "INSERT INTO grants (grantee_kind, grantee_name, table_pattern, privileges, rules)"
            + " VALUES ('group', 'london', 'tr*', 'READ', '[{\"MIC\": \"XLON\"}]')");
    String name = address.url().substring(address.url().lastIndexOf('/') + 1);
    one = product(name);
    other = product(name);
  }

  private Product product(String name) {
    String configuration =
        """
        'localDirectories': ['%s'], 'tableMapping': {'trades': 'file:%s/trades'},
        'users': {'carol': {'accessKeys': [{'accessKeyId': 'AKIACAROLEXAMPLE',
          'secretAccessKey': 'carol-example-secret'}], 'allowedPartitions': {'trades': [{}]}}},
        'databaseEnabled': true,
        'database': {'uri': 'postgresql://127.0.0.1:%d/%s', 'user': 'postgres',
          'password': 'any', 'secretKey': '%s', 'changesWithinSeconds': 2, 'pollMillis': 100,
          'connectTimeoutSeconds': 1, 'statementTimeoutSeconds': 1}
        """
            .formatted(LAKE, LAKE, gate.port(), name, KEY);
    return Product.start(directory, configuration.replace('\'', '"'));
  }

  @AfterEach
  void stop() throws Exception {
    one.close();
    other.close();
    database.close();
    gate.close();
  }

  private void sql(String sql) throws Exception {
    var unused =
        database.<Integer, RuntimeException>write(connection -> {
          try (Statement statement = connection.createStatement()) {
            return statement.executeUpdate(sql);
          }
        });
  }

  private static S3Client client(Product product, AwsBasicCredentials credentials) {
    return S3Client.builder()
        .endpointOverride(URI.create("http://127.0.0.1:" + product.port()))
        .region(Region.US_EAST_1)
        .forcePathStyle(true)
        .credentialsProvider(StaticCredentialsProvider.create(credentials))
        .overrideConfiguration(override -> override.retryStrategy(none -> none.maxAttempts(1)))
        .httpClientBuilder(Apache5HttpClient.builder())
        .build();
  }

  /** 200, or the status and code of the refusal. */
  private static String get(Product product, AwsBasicCredentials credentials, String key) {
    try (S3Client client = client(product, credentials)) {
      client.getObjectAsBytes(request -> request.bucket("datalake").key(key));
      return "200";
    } catch (S3Exception e) {
      return e.statusCode() + " " + e.awsErrorDetails().errorCode();
    }
  }

  private static long visible(Product product, AwsBasicCredentials credentials) {
    try (S3Client client = client(product, credentials)) {
      return client
          .listObjectsV2(request -> request.bucket("datalake").prefix("trades/"))
          .contents()
          .size();
    }
  }

  private static void until(String expected, Product product, AwsBasicCredentials who) {
    while (!get(product, who, LOG).equals(expected)) {
      Thread.onSpinWait();
    }
  }

  @Test
  void usersOfTheDatabaseAndOfTheConfigurationSeeWhatIsTheirs() throws Exception {
    for (Product product : new Product[] {one, other}) {
      assertEquals("200", get(product, alice, LOG));
      long some = visible(product, alice);
      assertTrue(some > 0 && some < visible(product, CAROL), () -> "alice sees " + some);
      AwsBasicCredentials guessed = AwsBasicCredentials.create(alice.accessKeyId(), "guessed");
      AwsBasicCredentials nobody = AwsBasicCredentials.create("AKIA' OR 1=1; --", "guessed");
      assertEquals(get(product, guessed, LOG), get(product, nobody, LOG));
      assertTrue(get(product, guessed, LOG).startsWith("403 "));
      assertEquals(200, product.http().get("/health/ready").status());
    }
    store.addUser("mallory");
    NewAccessKey key = store.createKey("mallory", null);
    AwsBasicCredentials mallory =
        AwsBasicCredentials.create(key.key().accessKeyId(), key.secretAccessKey());
    until("403 AccessDenied", one, mallory);
    assertEquals(0, visible(one, mallory));
  }

  @Test
  void aChangeIsInForceOnBothInstances() throws Exception {
    for (Product product : new Product[] {one, other}) {
      assertEquals("200", get(product, alice, LOG));
    }
    sql("DELETE FROM grants");
    for (Product product : new Product[] {one, other}) {
      until("403 AccessDenied", product, alice);
    }
    store.setUserDisabled("alice", true);
    for (Product product : new Product[] {one, other}) {
      until("403 SignatureDoesNotMatch", product, alice);
      assertEquals("200", get(product, CAROL, LOG));
    }
    store.addUser("carol");
    store.setUserDisabled("carol", true);
    for (Product product : new Product[] {one, other}) {
      until("403 SignatureDoesNotMatch", product, CAROL);
    }
  }

  @Test
  void withoutTheDatabaseNobodyIsServedAndItMendsByItself() throws Exception {
    assertEquals("200", get(one, alice, LOG));
    gate.cut();
    until("503 ServiceUnavailable", one, alice);
    until("503 ServiceUnavailable", one, CAROL);
    assertEquals(503, one.http().get("/health/ready").status());
    gate.open();
    until("200", one, alice);
    assertEquals(200, one.http().get("/health/ready").status());
  }
}
