package io.deltas3proxy.testing;

import io.deltas3proxy.access.FileClaims;
import io.deltas3proxy.access.Grant;
import io.deltas3proxy.access.GrantedAccessController;
import io.deltas3proxy.access.Grantee;
import io.deltas3proxy.access.PartitionRule;
import io.deltas3proxy.access.Privilege;
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
import io.deltas3proxy.s3.endpoint.BackendAccess;
import io.deltas3proxy.s3.endpoint.CorsSettings;
import io.deltas3proxy.s3.endpoint.GetMode;
import io.deltas3proxy.s3.endpoint.RetrievalSettings;
import io.deltas3proxy.s3.signature.SignatureAuthentication;
import io.deltas3proxy.s3.signature.SignatureSettings;
import io.deltas3proxy.storage.local.LocalObjectStore;
import io.deltas3proxy.storage.s3.EndpointPolicy;
import io.deltas3proxy.storage.s3.HttpSettings;
import io.deltas3proxy.storage.s3.S3ObjectStore;
import io.deltas3proxy.storage.s3.S3StoreSettings;
import io.deltas3proxy.storage.s3.StaticCredentials;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * An endpoint that writes to a real S3 server and to a directory. Its tables are {@code trades}, at
 * version 0 with a file of XLON and one of XPAR, {@code files}, the same in the directory, and
 * {@code other}, of which only {@code owner} knows. {@code london} and {@code second} read and
 * write XLON of {@code trades} and {@code files}, {@code viewer} has a grant to write {@code view},
 * which is {@code trades} filtered, {@code reader} reads all of {@code trades}, {@code owner} may
 * do everything everywhere. Every user's key and secret is the name, in upper case and followed by
 * {@code -secret}.
 */
public final class WriteEndpoint implements AutoCloseable {

  public static final String BUCKET = "datalake";

  /** The physical bucket: never in an answer. */
  public static final String PHYSICAL = "physical-lake";

  private static final String REGION = "eu-west-1";
  private static final PartitionSchema BY_MIC =
      new PartitionSchema(List.of(new PartitionColumn("MIC", "MIC", DeltaType.STRING)));
  private static final PartitionRule ALL = new PartitionRule(Map.of());
  private static final PartitionRule XLON =
      new PartitionRule(Map.of("MIC", ValueCondition.is("XLON")));

  private final S3TestServer backend;
  private final S3ObjectStore store;
  private final Path files;
  private final FakeTableIndex filesIndex;
  private final FakeTableIndex trades;
  private final MemoryClaims claims;
  private final FakeTableIndexes indexes;
  private final EndpointServer server;

  private WriteEndpoint(Path directory, boolean readOnly, boolean verified) {
    backend = S3TestServer.start(directory);
    backend.createBucket(PHYSICAL);
    store = storeOf(backend);
    trades =
        new FakeTableIndex(BY_MIC, "trades/").file("a.parquet", "XLON").file("b.parquet", "XPAR");
    files = newDirectory(directory.resolve("lake-of-files"));
    LocalObjectStore directories = new LocalObjectStore(List.of(files));
    String filesPath = files.toString().substring(1) + "/table";
    filesIndex =
        new FakeTableIndex(BY_MIC, filesPath + "/")
            .file("a.parquet", "XLON")
            .file("b.parquet", "XPAR");
    for (String name : List.of("a.parquet", "b.parquet")) {
      write(files.resolve("table").resolve(name), "content of files/" + name);
    }
    indexes =
        new FakeTableIndexes()
            .with("trades", trades)
            .with("files", filesIndex)
            .with("view", trades)
            .with("other", new FakeTableIndex(BY_MIC, "other/").file("o.parquet", "XLON"));
    for (String key :
        List.of("trades/a.parquet", "trades/b.parquet", "other/o.parquet", logOf("trades", 0))) {
      backend.put(PHYSICAL, key, "content of " + key);
    }
    TableCatalog catalog =
        new TableCatalog(
            List.of(
                table("trades"),
                table("other"),
                new Table(
                    "view", new TableLocation(store, "main", PHYSICAL, "trades", List.of()), true),
                new Table(
                    "files",
                    new TableLocation(directories, "directory", "", filesPath, List.of()),
                    false)));
    Clock clock = Clock.systemUTC();
    claims = new MemoryClaims(clock);
    server =
        EndpointServer.start(
            SampleEndpoint.settings(
                new RetrievalSettings(
                    GetMode.PROXY, false, Duration.ofMinutes(1), List.of(), List.of()),
                new CorsSettings(List.of(), Duration.ZERO),
                readOnly,
                50),
            catalog,
            new GrantedAccessController(
                (verified ? book() : openBook()).sources(),
                catalog,
                indexes,
                clock,
                new FileClaims(claims, Duration.ofDays(7), clock)),
            BackendAccess.ofTheProxy(),
            verified
                ? new SignatureAuthentication(
                    new SignatureSettings(REGION, "s3", true), WriteEndpoint::find, clock)
                : null,
            EndpointServer.writing(indexes, new MemoryUploads(clock)));
  }

  /** One that verifies its callers and lets them write. */
  public static WriteEndpoint start(Path directory) {
    return new WriteEndpoint(directory, false, true);
  }

  public static WriteEndpoint readOnly(Path directory) {
    return new WriteEndpoint(directory, true, true);
  }

  /** One where everybody is anonymous. */
  public static WriteEndpoint unverified(Path directory) {
    return new WriteEndpoint(directory, false, false);
  }

  private static GrantBook book() {
    return new GrantBook()
        .give(grant(new Grantee.User("london"), "trades", XLON, Privilege.READ, Privilege.WRITE))
        .give(grant(new Grantee.User("london"), "files", XLON, Privilege.READ, Privilege.WRITE))
        .give(grant(new Grantee.User("second"), "trades", XLON, Privilege.READ, Privilege.WRITE))
        .give(grant(new Grantee.User("second"), "files", XLON, Privilege.READ, Privilege.WRITE))
        .give(grant(new Grantee.User("viewer"), "view", XLON, Privilege.READ, Privilege.WRITE))
        .give(grant(new Grantee.User("reader"), "trades", ALL, Privilege.READ))
        .give(grant(new Grantee.User("owner"), "*", ALL, Privilege.values()));
  }

  /** Who is not verified is not any of these users. */
  private static GrantBook openBook() {
    return new GrantBook()
        .give(grant(new Grantee.Everyone(), "trades", XLON, Privilege.READ, Privilege.WRITE));
  }

  private static Grant grant(
      Grantee grantee, String tables, PartitionRule rule, Privilege... privileges) {
    return new Grant(
        "grant of " + grantee, grantee, tables, Set.of(privileges), List.of(rule), null, null);
  }

  private static KeyLookup find(String accessKeyId, @Nullable String sessionToken) {
    for (String user : List.of("london", "second", "viewer", "reader", "owner", "stranger")) {
      if (key(user).accessKeyId().equals(accessKeyId) && sessionToken == null) {
        Principal principal = new Principal(user, new TreeSet<>(), false);
        return new KeyLookup.Found(
            new Identity(accessKeyId, key(user).secretAccessKey(), null, null, principal));
      }
    }
    return new KeyLookup.Unknown();
  }

  public static AwsBasicCredentials key(String user) {
    return AwsBasicCredentials.create("AKIA" + user.toUpperCase(Locale.ROOT), user + "-secret");
  }

  private static S3ObjectStore storeOf(S3TestServer backend) {
    return new S3ObjectStore(
        new S3StoreSettings(
            "test",
            backend.endpoint(),
            S3TestServer.REGION,
            true,
            new StaticCredentials(S3TestServer.ACCESS_KEY, S3TestServer.SECRET_KEY, null),
            HttpSettings.DEFAULTS),
        EndpointPolicy.ANY_ADDRESS,
        Clock.systemUTC());
  }

  private static Path newDirectory(Path path) {
    try {
      return Files.createDirectories(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void write(Path file, String content) {
    try {
      Files.createDirectories(Objects.requireNonNull(file.getParent()));
      Files.writeString(file, content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Table table(String alias) {
    return new Table(alias, new TableLocation(store, "main", PHYSICAL, alias, List.of()), false);
  }

  public static String logOf(String table, long version) {
    return "%s/_delta_log/%020d.json".formatted(table, version);
  }

  /** A client of a user that tries nothing again. */
  public S3ClientBuilder builder(String user) {
    return S3Client.builder()
        .endpointOverride(server.uri())
        .region(Region.of(REGION))
        .forcePathStyle(true)
        .overrideConfiguration(config -> config.retryStrategy(retry -> retry.maxAttempts(1)))
        .credentialsProvider(StaticCredentialsProvider.create(key(user)));
  }

  public S3Client client(String user) {
    return builder(user).httpClientBuilder(Apache5HttpClient.builder()).build();
  }

  /** Signs by hand, for requests that no client library sends. */
  public RequestSignature signature(String user) {
    AwsBasicCredentials key = key(user);
    return new RequestSignature(key.accessKeyId(), key.secretAccessKey(), null, REGION, "s3");
  }

  /** The bytes of a signed request whose body may be anything, without the body. */
  public String head(String user, String method, String target, Map<String, String> headers) {
    return head(user, method, target, headers, RequestSignature.UNSIGNED);
  }

  /**
   * The same for a body of another kind.
   *
   * @param payload the value of {@code x-amz-content-sha256}
   */
  public String head(
      String user, String method, String target, Map<String, String> headers, String payload) {
    Map<String, String> all = new TreeMap<>(headers);
    all.put("host", "127.0.0.1:" + server.port());
    all.put("x-amz-content-sha256", payload);
    List<String> lines = signature(user).lines(method, target, all, payload, Instant.now());
    return method
        + " "
        + target
        + " HTTP/1.1\r\n"
        + String.join("\r\n", lines)
        + "\r\nConnection: close\r\n\r\n";
  }

  /** Sends a signed request byte by byte. */
  public RawHttp.Answer send(
      String user, String method, String target, Map<String, String> headers, String body) {
    Map<String, String> all = new TreeMap<>(headers);
    all.putIfAbsent("content-length", Integer.toString(body.length()));
    return http().exchange(head(user, method, target, all) + body);
  }

  public RawHttp http() {
    return new RawHttp(server.port());
  }

  public EndpointServer server() {
    return server;
  }

  public FakeTableIndex trades() {
    return trades;
  }

  public MemoryClaims claims() {
    return claims;
  }

  public FakeTableIndex files() {
    return filesIndex;
  }

  public FakeTableIndexes indexes() {
    return indexes;
  }

  /** What the store holds under a key, or why it holds nothing: {@code NoSuchKey}. */
  public String stored(String key) {
    if (key.startsWith("files/")) {
      Path file = file(key.substring("files/".length()));
      try {
        return Files.readString(file);
      } catch (NoSuchFileException e) {
        return "NoSuchKey";
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    try {
      return backend.client().getObjectAsBytes(r -> r.bucket(PHYSICAL).key(key)).asUtf8String();
    } catch (S3Exception e) {
      return e.awsErrorDetails().errorCode();
    }
  }

  /** Where a key of the table {@code files} is. */
  public Path file(String relativeKey) {
    return files.resolve("table").resolve(relativeKey);
  }

  public S3TestServer backend() {
    return backend;
  }

  @Override
  public void close() {
    server.close();
    store.close();
    backend.close();
  }
}
