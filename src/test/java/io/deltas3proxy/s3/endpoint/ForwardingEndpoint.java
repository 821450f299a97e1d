package io.deltas3proxy.s3.endpoint;

import io.deltas3proxy.access.PartitionRule;
import io.deltas3proxy.access.ValueCondition;
import io.deltas3proxy.accounts.Identity;
import io.deltas3proxy.accounts.KeyLookup;
import io.deltas3proxy.accounts.Principal;
import io.deltas3proxy.delta.DeltaType;
import io.deltas3proxy.delta.PartitionColumn;
import io.deltas3proxy.delta.PartitionSchema;
import io.deltas3proxy.delta.Table;
import io.deltas3proxy.delta.TableCatalog;
import io.deltas3proxy.delta.TableLocation;
import io.deltas3proxy.s3.signature.SignatureAuthentication;
import io.deltas3proxy.s3.signature.SignatureSettings;
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
import io.deltas3proxy.testing.RequestSignature;
import io.deltas3proxy.testing.S3TestServer;
import io.deltas3proxy.testing.SampleEndpoint;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
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

  private static final String REGION = "us-east-1";

  static final Identity ADA = identity("AKADA", "ada", null, false, "readers");
  static final Identity BOB = identity("AKBOB", "bob", null, false);
  static final Identity EVE = identity("ASIAEVE", "ada", "token", true, "readers");

  private final S3ObjectStore store;
  private final EndpointServer server;

  /** Where every request must be signed. */
  ForwardingEndpoint(
      URI backend, GetMode getMode, Map<String, AuthMode> users, TableBackend table) {
    this(backend, getMode, new BackendAccess(users, alias -> table), verifier(Clock.systemUTC()));
  }

  private ForwardingEndpoint(
      URI backend,
      GetMode getMode,
      BackendAccess access,
      @Nullable SignatureAuthentication authentication) {
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
            access,
            authentication);
  }

  /** Where everybody is anonymous. */
  static ForwardingEndpoint unverified(URI backend, TableBackend table) {
    return new ForwardingEndpoint(
        backend, GetMode.PROXY, new BackendAccess(Map.of(), alias -> table), null);
  }

  /** Whose clock, by which it judges signatures, is another than that of the store. */
  static ForwardingEndpoint at(Clock clock, URI backend, TableBackend table) {
    return new ForwardingEndpoint(
        backend, GetMode.PROXY, new BackendAccess(Map.of(), alias -> table), verifier(clock));
  }

  private static SignatureAuthentication verifier(Clock clock) {
    return new SignatureAuthentication(
        new SignatureSettings(REGION, "s3", true), ForwardingEndpoint::find, clock);
  }

  private static KeyLookup find(String accessKeyId, @Nullable String sessionToken) {
    for (Identity known : List.of(ADA, BOB, EVE)) {
      if (known.accessKeyId().equals(accessKeyId)) {
        return Objects.equals(known.sessionToken(), sessionToken)
            ? new KeyLookup.Found(known)
            : new KeyLookup.InvalidToken();
      }
    }
    return new KeyLookup.Unknown();
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

  RawHttp.Answer get(String target, Identity caller, String... headers) {
    return send("GET", target, caller, headers);
  }

  /** Sends a request that the caller signed just now. */
  RawHttp.Answer send(String method, String target, Identity caller, String... headers) {
    return http().send(method, target, signed(method, target, caller, Instant.now(), headers));
  }

  /**
   * The lines of a request that is signed.
   *
   * @param headers of which those are signed that must be; {@code host} may be among them
   */
  String[] signed(String method, String target, Identity caller, Instant time, String... headers) {
    Map<String, String> covered = new TreeMap<>(Map.of("host", "127.0.0.1:" + server.port()));
    List<String> lines = new ArrayList<>();
    for (String header : headers) {
      String name = header.substring(0, header.indexOf(':')).toLowerCase(Locale.ROOT);
      if (name.equals("host") || name.startsWith("x-amz-")) {
        covered.put(name, header.substring(name.length() + 1).strip());
      } else {
        lines.add(header);
      }
    }
    lines.addAll(signature(caller).lines(method, target, covered, time));
    return lines.toArray(String[]::new);
  }

  /** What a caller signs with. */
  static RequestSignature signature(Identity caller) {
    return RequestSignature.s3(caller.accessKeyId(), caller.secretAccessKey())
        .withToken(caller.sessionToken());
  }

  /** Somebody who has the key's id, but not its secret. */
  static Identity pretending(Identity caller) {
    return new Identity(
        caller.accessKeyId(), "guessed", caller.sessionToken(), null, caller.principal());
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
