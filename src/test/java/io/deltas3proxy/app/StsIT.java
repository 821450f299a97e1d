package io.deltas3proxy.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.deltas3proxy.testing.Product;
import io.deltas3proxy.testing.RawHttp;
import io.deltas3proxy.testing.TokenServer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.auth.StsWebIdentityTokenFileCredentialsProvider;
import software.amazon.awssdk.services.sts.model.StsException;

/** Logging in to the whole product with an ID token, as the AWS SDK does. */
class StsIT {

  private static final Path LAKE = Path.of("sample-lake").toAbsolutePath();
  private static final String ROLE = "arn:aws:iam::000000000000:role/";
  private static final String LOG = "reference/_delta_log/00000000000000000000.json";
  private static final String KEY = Base64.getEncoder().encodeToString(new byte[32]);

  @TempDir Path directory;

  private final TokenServer issuer = TokenServer.start();

  @AfterEach
  void stop() {
    issuer.close();
  }

  private Product start() {
    return start(", 'allowedPartitions': {'reference': [{}]}");
  }

  private Product start(String rules) {
    String configuration =
        """
        'localDirectories': ['%s'], 'tableMapping': {'reference': 'file:%s/reference'},
        'sts': {'tokenKey': '%s'},
        'oidc': {'corp': {'issuer': '%s', 'audience': ['lake'], 'allowPrivateEndpoint': true}}
        """
            .formatted(LAKE, LAKE, KEY, issuer.issuer());
    return Product.start(directory, (configuration + rules).replace('\'', '"'));
  }

  private static StsClient client(Product product, AwsCredentialsProvider credentials) {
    return StsClient.builder()
        .endpointOverride(URI.create("http://127.0.0.1:" + product.port()))
        .region(Region.US_EAST_1)
        .credentialsProvider(credentials)
        .httpClientBuilder(Apache5HttpClient.builder())
        .build();
  }

  private StsWebIdentityTokenFileCredentialsProvider login(StsClient client, String role)
      throws IOException {
    Path token =
        Files.writeString(
            directory.resolve("id-token"),
            issuer.token("alice", Instant.now(), "analysts", "others"));
    return StsWebIdentityTokenFileCredentialsProvider.builder()
        .stsClient(client)
        .webIdentityTokenFile(token)
        .roleArn(ROLE + role)
        .roleSessionName("notebook")
        .build();
  }

  @Test
  void theSessionOfOneInstanceIsKnownByAnother() throws IOException {
    try (Product one = start();
        Product other = start();
        StsClient client = client(one, AnonymousCredentialsProvider.create());
        StsWebIdentityTokenFileCredentialsProvider session = login(client, "corp:analysts");
        StsClient inSession = client(other, session)) {
      assertEquals(
          "arn:aws:sts::000000000000:assumed-role/corp:analysts/notebook",
          inSession.getCallerIdentity().arn());
      assertTrue(
          ((AwsSessionCredentials) session.resolveCredentials()).expirationTime().isPresent());
    }
  }

  private static S3Client s3(Product product, AwsCredentialsProvider credentials) {
    return S3Client.builder()
        .endpointOverride(URI.create("http://127.0.0.1:" + product.port()))
        .region(Region.US_EAST_1)
        .forcePathStyle(true)
        .credentialsProvider(credentials)
        .httpClientBuilder(Apache5HttpClient.builder())
        .build();
  }

  @Test
  void aSessionReadsWhatItsRoleMayAndNothingElseDoes() throws IOException {
    String rules = ", 'groups': {'corp:analysts': {'allowedPartitions': {'reference': [{}]}}}";
    try (Product product = start(rules);
        StsClient client = client(product, AnonymousCredentialsProvider.create());
        StsWebIdentityTokenFileCredentialsProvider analysts = login(client, "corp:analysts");
        StsWebIdentityTokenFileCredentialsProvider others = login(client, "corp:others");
        S3Client s3 = s3(product, analysts);
        S3Client s3OfOthers = s3(product, others)) {
      assertTrue(s3.headObject(r -> r.bucket("datalake").key(LOG)).contentLength() > 0);
      S3Exception refused =
          assertThrows(
              S3Exception.class, () -> s3OfOthers.headObject(r -> r.bucket("datalake").key(LOG)));
      assertEquals(403, refused.statusCode());
      AwsSessionCredentials good = (AwsSessionCredentials) analysts.resolveCredentials();
      AwsSessionCredentials foreign = (AwsSessionCredentials) others.resolveCredentials();
      for (AwsSessionCredentials bad :
          List.of(
              AwsSessionCredentials.create(
                  good.accessKeyId(), good.secretAccessKey(), foreign.sessionToken()),
              AwsSessionCredentials.create(
                  good.accessKeyId(), foreign.secretAccessKey(), good.sessionToken()))) {
        try (S3Client wrong = s3(product, StaticCredentialsProvider.create(bad))) {
          assertThrows(
              S3Exception.class, () -> wrong.headObject(r -> r.bucket("datalake").key(LOG)));
        }
      }
      assertEquals(403, product.http().get("/datalake/" + LOG).status());
    }
  }

  @Test
  void aRoleThatTheTokenDoesNotGiveIsRefused() throws IOException {
    try (Product product = start();
        StsClient client = client(product, AnonymousCredentialsProvider.create());
        StsWebIdentityTokenFileCredentialsProvider session = login(client, "corp:admins")) {
      StsException refused = assertThrows(StsException.class, session::resolveCredentials);
      assertEquals("AccessDenied", refused.awsErrorDetails().errorCode());
    }
  }

  @Test
  void requestsAreCountedAndS3GoesOnAtTheRoot() throws IOException {
    try (Product product = start();
        StsClient client = client(product, AnonymousCredentialsProvider.create());
        StsWebIdentityTokenFileCredentialsProvider session = login(client, "self")) {
      session.resolveCredentials();
      RawHttp.Answer unsigned =
          product.http().get("/sts/?Action=GetCallerIdentity&Version=2011-06-15");
      assertEquals("MissingAuthenticationToken", unsigned.code());
      String metrics = product.http().get("/metrics").text();
      assertTrue(
          metrics.contains("operation=\"AssumeRoleWithWebIdentity\",status=\"200\""), metrics);
      assertTrue(metrics.contains("operation=\"GetCallerIdentity\",status=\"403\""), metrics);
      assertFalse(product.http().send("POST", "/").text().contains("sts.amazonaws.com"));
      assertFalse(product.http().send("POST", "/?delete").text().contains("sts.amazonaws.com"));
    }
  }

  @Test
  void withoutAProviderThereIsNoSuchService() {
    String tables =
        "'localDirectories': ['%s'], 'tableMapping': {'sts': 'file:%s/reference'}"
            .formatted(LAKE, LAKE);
    try (Product product = Product.start(directory, tables.replace('\'', '"'))) {
      RawHttp.Answer answer =
          product.http().get("/sts?Action=GetCallerIdentity&Version=2011-06-15");
      assertFalse(answer.text().contains("sts.amazonaws.com"), answer.text());
    }
  }
}
