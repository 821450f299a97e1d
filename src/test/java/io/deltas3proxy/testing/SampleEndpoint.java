package io.deltas3proxy.testing;

import io.deltas3proxy.access.AccessController;
import io.deltas3proxy.access.PartitionRule;
import io.deltas3proxy.access.ValueCondition;
import io.deltas3proxy.delta.DeltaType;
import io.deltas3proxy.delta.PartitionColumn;
import io.deltas3proxy.delta.PartitionSchema;
import io.deltas3proxy.delta.Table;
import io.deltas3proxy.delta.TableCatalog;
import io.deltas3proxy.delta.TableIndexes;
import io.deltas3proxy.delta.TableLocation;
import io.deltas3proxy.s3.endpoint.CorsSettings;
import io.deltas3proxy.s3.endpoint.EndpointSettings;
import io.deltas3proxy.s3.endpoint.GetMode;
import io.deltas3proxy.s3.endpoint.ListingSettings;
import io.deltas3proxy.s3.endpoint.RetrievalSettings;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import javax.crypto.spec.SecretKeySpec;
import org.apache.hc.client5.http.DnsResolver;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * An endpoint over three tables: {@code trades}, of which only the partitions XLON and XETR are
 * allowed, {@code reference}, wholly allowed, and {@code secret}, without a rule.
 */
public final class SampleEndpoint implements AutoCloseable {

  public static final String BUCKET = "datalake";

  /** Physical names: none of them may ever appear in an answer. */
  public static final String PHYSICAL = "physical-lake";

  private static final PartitionSchema BY_MIC =
      new PartitionSchema(List.of(new PartitionColumn("MIC", "MIC", DeltaType.STRING)));

  private final MemoryObjectStore store = new MemoryObjectStore();
  private final FakeTableIndexes indexes = new FakeTableIndexes();
  private final FakeTableIndex trades = new FakeTableIndex(BY_MIC, PHYSICAL + "/trades/");
  private final FakeTableIndex reference = new FakeTableIndex(BY_MIC, PHYSICAL + "/ref/");
  private final FakeTableIndex secret = new FakeTableIndex(BY_MIC, PHYSICAL + "/secret/");
  private final EndpointServer server;

  /** Says who may read what, given the tables and their indexes. */
  @FunctionalInterface
  public interface Access {
    AccessController over(TableCatalog catalog, TableIndexes indexes);
  }

  private SampleEndpoint(EndpointSettings settings, String context, Access access) {
    indexes.with("trades", trades).with("reference", reference).with("secret", secret);
    TableCatalog catalog =
        new TableCatalog(
            List.of(
                table("trades", "trades"), table("reference", "ref"), table("secret", "secret")));
    fill();
    server =
        EndpointServer.start(settings, catalog, access.over(catalog, indexes), indexes, context);
  }

  public static SampleEndpoint start() {
    return start(settings(GetMode.PROXY, 50));
  }

  public static SampleEndpoint start(EndpointSettings settings) {
    return new SampleEndpoint(settings, "/", SampleEndpoint::forEveryone);
  }

  public static SampleEndpoint startBelow(String context) {
    return new SampleEndpoint(settings(GetMode.PROXY, 50), context, SampleEndpoint::forEveryone);
  }

  /** One whose callers see what another says, rather than all the same. */
  public static SampleEndpoint startWith(Access access) {
    return new SampleEndpoint(settings(GetMode.PROXY, 50), "/", access);
  }

  private static AccessController forEveryone(TableCatalog catalog, TableIndexes indexes) {
    return FixedAccess.of(
        Map.of(
            "trades", List.of(mic("XLON"), mic("XETR")),
            "reference", List.of(new PartitionRule(Map.of()))),
        catalog,
        indexes);
  }

  public static EndpointSettings settings(GetMode mode, int maxBackendPages) {
    return settings(
        new RetrievalSettings(
            mode, false, Duration.ofMinutes(5), List.of("follows-redirects"), List.of("AKIDGO")),
        new CorsSettings(List.of("https://app.example.com"), Duration.ofMinutes(10)),
        true,
        maxBackendPages);
  }

  public static EndpointSettings settings(
      RetrievalSettings retrieval, CorsSettings cors, boolean readOnly, int maxBackendPages) {
    return new EndpointSettings(
        BUCKET,
        List.of("localhost"),
        "eu-west-1",
        readOnly,
        retrieval,
        cors,
        new ListingSettings(new SecretKeySpec(new byte[32], "AES"), maxBackendPages));
  }

  private void fill() {
    log("trades", "_delta_log/00000000000000000000.json", "{\"commitInfo\":{}}");
    log("trades", "_delta_log/_last_checkpoint", "{}");
    trade("02/part-1.parquet", "XLON", "london");
    trade("02/part-2.parquet", "XPAR", "paris");
    trade("7f/part-3.parquet", "XMIL", "milano");
    trade("MIC=XLON/looks-allowed.parquet", "XPAR", "paris too");
    trade("b1/part-4.parquet", "XETR", "frankfurt");
    trade("b1/part 5+é%2F.parquet", "XETR", "special");
    trades.unresolvedFile("02/unresolved.parquet");
    store.put(PHYSICAL + "/trades/02/unresolved.parquet", "?");
    store.put(PHYSICAL + "/trades/02/in-no-log.parquet", "stray");
    store.put(PHYSICAL + "/trades/_delta_index/files", "all of them");
    log("ref", "_delta_log/00000000000000000000.json", "{}");
    file(reference, "ref", "a.parquet", "x", "reference data");
    log("secret", "_delta_log/00000000000000000000.json", "{}");
    file(secret, "secret", "hidden.parquet", "x", "nobody's");
  }

  private void log(String path, String key, String content) {
    store.put(PHYSICAL + "/" + path + "/" + key, content);
  }

  /** Adds a file to the table {@code trades}. */
  public void trade(String key, String mic, String content) {
    file(trades, "trades", key, mic, content);
  }

  private void file(FakeTableIndex index, String path, String key, String mic, String content) {
    index.file(key, mic);
    store.put(PHYSICAL + "/" + path + "/" + key, content);
  }

  private static PartitionRule mic(String value) {
    return new PartitionRule(Map.of("MIC", ValueCondition.is(value)));
  }

  private Table table(String alias, String path) {
    return new Table(alias, new TableLocation(store, "physical-bucket", PHYSICAL + "/" + path));
  }

  public MemoryObjectStore store() {
    return store;
  }

  public FakeTableIndexes indexes() {
    return indexes;
  }

  public EndpointServer server() {
    return server;
  }

  public RawHttp http() {
    return new RawHttp(server.port());
  }

  /** A client that signs its requests, path style. */
  public S3Client pathStyleClient() {
    return S3Client.builder()
        .endpointOverride(server.uri())
        .region(Region.EU_WEST_1)
        .forcePathStyle(true)
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create("AKIDUSER", "any")))
        .httpClientBuilder(Apache5HttpClient.builder())
        .build();
  }

  /** A client without credentials that names the bucket in the host. */
  public S3Client virtualHostClient() {
    return S3Client.builder()
        .endpointOverride(URI.create("http://localhost:" + server.port()))
        .region(Region.EU_WEST_1)
        .credentialsProvider(AnonymousCredentialsProvider.create())
        .httpClientBuilder(Apache5HttpClient.builder().dnsResolver(new LoopbackResolver()))
        .build();
  }

  /** Finds every host here: {@code datalake.localhost} is not known everywhere. */
  private static final class LoopbackResolver implements DnsResolver {
    @Override
    public InetAddress[] resolve(String host) {
      return new InetAddress[] {InetAddress.getLoopbackAddress()};
    }

    @Override
    public String resolveCanonicalHostname(String host) {
      return host;
    }
  }

  @Override
  public void close() {
    server.close();
  }
}
