package io.deltas3proxy.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/**
 * The whole product with a gateway over three real S3 servers, in Finland (two) and Germany, and
 * callers: {@link #OWNER} may do everything, {@link #READER} reads below {@code shared/}, {@link
 * #WRITER} writes below {@code inbox/} and reads nothing, but in buckets {@code own-*}. {@link
 * #NOBODY} has a key and no rule.
 */
public final class GatewayStand implements AutoCloseable {

  public static final AwsBasicCredentials OWNER =
      AwsBasicCredentials.create("AKIAOWNER0000001", "owner-first-secret");
  public static final AwsBasicCredentials READER =
      AwsBasicCredentials.create("AKIAREADER000001", "reader-first-secret");
  public static final AwsBasicCredentials WRITER =
      AwsBasicCredentials.create("AKIAWRITER000001", "writer-first-secret");
  public static final AwsBasicCredentials NOBODY =
      AwsBasicCredentials.create("AKIANOBODY000001", "nobody-first-secret");

  /** Logical name, and the name of the physical bucket of each server. */
  public static final String BUCKET = "2025-datatransfer";

  public static final List<String> ZONES = List.of("FI-HEL-ST-1", "FI-HEL-UC-1", "DE-FRA-HZ-1");

  private static final String RULES =
      """
      {'user': 'owner', 'buckets': ['*'], 'privileges': ['read', 'write', 'delete',
        'bypassRetention']},
      {'user': 'reader', 'buckets': ['*'], 'prefix': 'shared/', 'privileges': ['read']},
      {'group': 'writers', 'buckets': ['*'], 'prefix': 'inbox/', 'privileges': ['write']},
      {'user': 'writer', 'buckets': ['own-*'], 'privileges': ['read', 'write', 'delete']}
      """;

  /** Databases that the metadata may be in. */
  public enum Metadata {
    SQLITE,
    POSTGRESQL
  }

  private final List<S3TestServer> servers;
  private final Product product;

  private GatewayStand(List<S3TestServer> servers, Product product) {
    this.servers = servers;
    this.product = product;
  }

  /**
   * Starts it with SQLite.
   *
   * @param gateway further keys of the section, with single quotes for double ones; may be empty
   */
  public static GatewayStand start(Path directory, String gateway) {
    return start(directory, "'uri': 'sqlite:" + directory.resolve("gateway.db") + "'", gateway);
  }

  /** Starts it in a directory of its own below one, with either database. */
  public static GatewayStand start(Path directory, Metadata metadata, String gateway) {
    try {
      Path own = Files.createDirectory(directory.resolve(metadata.name()));
      return switch (metadata) {
        case SQLITE -> start(own, gateway);
        case POSTGRESQL ->
            start(
                own,
                "'uri': 'postgresql://127.0.0.1:%d/%s', 'user': 'postgres', 'password': 'postgres'"
                    .formatted(TestDatabases.postgresqlPort(), TestDatabases.postgresqlName()),
                gateway);
      };
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts it with the database of a section {@code database} without its braces and its key. */
  public static GatewayStand start(Path directory, String database, String gateway) {
    List<S3TestServer> servers = servers(directory);
    String configuration =
        """
        'databaseEnabled': true,
        'database': {%s, 'secretKey': 'MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE='},
        'users': {
          'owner': {'accessKeys': [%s]}, 'reader': {'accessKeys': [%s]},
          'writer': {'groups': ['writers'], 'accessKeys': [%s]},
          'nobody': {'accessKeys': [%s]}},
        'gateway': {
          'backendsFile': 's3_backends.json', 'providersFile': 'providers_flat.csv',
          'access': [%s] %s %s}
        """
            .formatted(
                database,
                key(OWNER),
                key(READER),
                key(WRITER),
                key(NOBODY),
                RULES,
                gateway.isEmpty() ? "" : ",",
                gateway)
            .replace('\'', '"');
    try {
      writeBackends(directory, servers.stream().map(one -> one.endpoint().getPort()).toList());
      writeProviders(directory);
      return new GatewayStand(servers, Product.start(directory, configuration));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<S3TestServer> servers(Path directory) {
    List<S3TestServer> servers = new ArrayList<>();
    for (String zone : ZONES) {
      try {
        S3TestServer server = S3TestServer.start(Files.createDirectory(directory.resolve(zone)));
        server.createBucket(BUCKET);
        servers.add(server);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return servers;
  }

  private static String key(AwsBasicCredentials key) {
    return "{'accessKeyId': '%s', 'secretAccessKey': '%s'}"
        .formatted(key.accessKeyId(), key.secretAccessKey());
  }

  /** Describes test servers that are reached at these ports. */
  static void writeBackends(Path directory, List<Integer> ports) throws IOException {
    List<String> backends = new ArrayList<>();
    for (int i = 0; i < ports.size(); i++) {
      backends.add(
          """
          '%s': {'provider': 'P%d', 'zone_code': '%s', 'region': '%s', 'endpoint': '%s',
            'access_key': '%s', 'secret_key': '%s', 'is_primary': %b,
            'allow_private_endpoint': true}
          """
              .formatted(
                  name(i),
                  i,
                  ZONES.get(i),
                  ZONES.get(i).substring(0, 6),
                  "http://127.0.0.1:" + ports.get(i),
                  S3TestServer.ACCESS_KEY,
                  S3TestServer.SECRET_KEY,
                  i == 0)
              .replace('\'', '"'));
    }
    Files.writeString(
        directory.resolve("s3_backends.json"), "{" + String.join(",", backends) + "}");
  }

  /** Each can all that there is. */
  static void writeProviders(Path directory) throws IOException {
    StringBuilder rows =
        new StringBuilder(
            "Country,Region/City,Zone_Code,Provider,Endpoint,S3_Compatible,Object_Lock,Versioning,"
                + "ISO_27001_GDPR,Veeam_Ready,Notes\n");
    for (int i = 0; i < ZONES.size(); i++) {
      rows.append(
          "Country,City,%s,P%d,example.com,Yes,Yes,Yes,Yes,Unknown,\n".formatted(ZONES.get(i), i));
    }
    Files.writeString(directory.resolve("providers_flat.csv"), rows);
  }

  /** The name of a backend. */
  public static String name(int server) {
    return "backend-" + ZONES.get(server).toLowerCase(Locale.ROOT);
  }

  public S3TestServer server(int number) {
    return servers.get(number);
  }

  /** How many objects all servers hold in their buckets. */
  public int stored() {
    return servers.stream()
        .mapToInt(
            server -> server.client().listObjectsV2(list -> list.bucket(BUCKET)).contents().size())
        .sum();
  }

  public int port() {
    return product.port();
  }

  public RawHttp http() {
    return product.http();
  }

  /** Where clients are pointed to. */
  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + product.port() + "/s3");
  }

  public S3Client client(AwsBasicCredentials caller) {
    return S3Client.builder()
        .endpointOverride(endpoint())
        .region(Region.US_EAST_1)
        .forcePathStyle(true)
        .credentialsProvider(StaticCredentialsProvider.create(caller))
        .httpClientBuilder(Apache5HttpClient.builder())
        .build();
  }

  public S3Presigner presigner(AwsBasicCredentials caller) {
    return S3Presigner.builder()
        .endpointOverride(endpoint())
        .region(Region.US_EAST_1)
        .serviceConfiguration(S3Configuration.builder().pathStyleAccessEnabled(true).build())
        .credentialsProvider(StaticCredentialsProvider.create(caller))
        .build();
  }

  @Override
  public void close() {
    product.close();
    servers.forEach(S3TestServer::close);
  }
}
