package io.deltas3proxy.s3.endpoint;

import io.deltas3proxy.access.PartitionRule;
import io.deltas3proxy.access.ValueCondition;
import io.deltas3proxy.accounts.Identity;
import io.deltas3proxy.accounts.Principal;
import io.deltas3proxy.delta.DeltaType;
import io.deltas3proxy.delta.PartitionColumn;
import io.deltas3proxy.delta.PartitionSchema;
import io.deltas3proxy.delta.Table;
import io.deltas3proxy.delta.TableCatalog;
import io.deltas3proxy.delta.TableLocation;
import io.deltas3proxy.storage.s3.EndpointPolicy;
import io.deltas3proxy.storage.s3.HttpSettings;
import io.deltas3proxy.storage.s3.S3ObjectStore;
import io.deltas3proxy.storage.s3.S3StoreSettings;
import io.deltas3proxy.storage.s3.StaticCredentials;
import io.deltas3proxy.testing.EndpointServer;
import io.deltas3proxy.testing.FakeTableIndex;
import io.deltas3proxy.testing.FakeTableIndexes;
import io.deltas3proxy.testing.FixedAccess;
import io.deltas3proxy.testing.RawHttp;
import io.deltas3proxy.testing.S3TestServer;
import io.deltas3proxy.testing.SampleEndpoint;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * An endpoint over one table {@code t} at {@code s3://datalake/t}, of which the partition XLON is
 * allowed. Its callers are {@code ada} of the group {@code readers}, {@code bob} of none, and
 * {@code eve}, whose session has the rights of {@code readers} alone.
 */
final class ForwardingEndpoint implements AutoCloseable {

  static final String FILE = "/datalake/t/b1/part%201%2B%C3%A9.parquet";
  static final String FILE_KEY = "b1/part 1+é.parquet";
  static final String FORBIDDEN = "/datalake/t/b1/other.parquet";

  static final Identity ADA = identity("AKADA", "ada", null, false, "readers");
  static final Identity BOB = identity("AKBOB", "bob", null, false);
  static final Identity EVE = identity("ASIAEVE", "ada", "token", true, "readers");

  private final S3ObjectStore store;
  private final EndpointServer server;

  ForwardingEndpoint(
      URI backend, GetMode getMode, Map<String, AuthMode> users, TableBackend table) {
    store =
        new S3ObjectStore(
            new S3StoreSettings(
                "test",
                backend,
                S3TestServer.REGION,
                true,
                new StaticCredentials(S3TestServer.ACCESS_KEY, S3TestServer.SECRET_KEY, null),
                HttpSettings.DEFAULTS),
            EndpointPolicy.ANY_ADDRESS,
            Clock.systemUTC());
    PartitionSchema schema =
        new PartitionSchema(List.of(new PartitionColumn("MIC", "MIC", DeltaType.STRING)));
    FakeTableIndexes indexes =
        new FakeTableIndexes()
            .with(
                "t",
                new FakeTableIndex(schema, "t/")
                    .file(FILE_KEY, "XLON")
                    .file("b1/other.parquet", "XPAR"));
    TableCatalog catalog =
        new TableCatalog(List.of(new Table("t", new TableLocation(store, "datalake", "t"))));
    PartitionRule rule = new PartitionRule(Map.of("MIC", ValueCondition.is("XLON")));
    server =
        EndpointServer.start(
            SampleEndpoint.settings(getMode, 9),
            catalog,
            FixedAccess.of(Map.of("t", List.of(rule)), catalog, indexes),
            new BackendAccess(users, alias -> table),
            List.of(new BelievingFilter(Map.of("AKADA", ADA, "AKBOB", BOB, "ASIAEVE", EVE))));
  }

  private static Identity identity(
      String key, String user, @Nullable String token, boolean groupsOnly, String... groups) {
    return new Identity(
        key,
        "secret-of-" + user,
        token,
        null,
        new Principal(user, new TreeSet<>(List.of(groups)), groupsOnly));
  }

  /** Fills a server with what the table holds. */
  static void fill(S3TestServer backend) {
    backend.createBucket("datalake");
    backend.put("datalake", "t/" + FILE_KEY, "london");
    backend.put("datalake", "t/b1/other.parquet", "paris");
    backend.put("datalake", "t/_delta_log/00000000000000000000.json", "{}");
    backend.askers();
  }

  EndpointServer server() {
    return server;
  }

  RawHttp http() {
    return new RawHttp(server.port());
  }

  /** A header with which a request names its signer; only stores verify here. */
  static String signedBy(Identity identity) {
    return "Authorization: AWS4-HMAC-SHA256 Credential="
        + identity.accessKeyId()
        + "/20260101/us-east-1/s3/aws4_request, SignedHeaders=host, Signature="
        + "0".repeat(64);
  }

  S3Client client(String key, String secret) {
    return S3Client.builder()
        .endpointOverride(server.uri())
        .region(Region.US_EAST_1)
        .forcePathStyle(true)
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create(key, secret)))
        .httpClientBuilder(Apache5HttpClient.builder())
        .build();
  }

  @Override
  public void close() {
    server.close();
    store.close();
  }
}
