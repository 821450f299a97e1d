package io.deltas3proxy.s3.endpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.deltas3proxy.access.PartitionRule;
import io.deltas3proxy.access.ValueCondition;
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
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/** The endpoint over a real S3 server, which verifies the URLs that redirects lead to. */
class S3BackendIT {

  private static final String SIGNED =
      "Authorization: AWS4-HMAC-SHA256 Credential=AKIDGO/20260101/us-east-1/s3/aws4_request,"
          + " SignedHeaders=host, Signature="
          + "0".repeat(64);

  @TempDir private Path directory;
  private S3TestServer backend;
  private S3ObjectStore store;
  private EndpointServer endpoint;

  @BeforeEach
  void start() {
    backend = S3TestServer.start(directory);
    backend.createBucket("physical");
    backend.put("physical", "gold/b1/part 1+é.parquet", "london");
    backend.put("physical", "gold/b1/other.parquet", "paris");
    store =
        new S3ObjectStore(
            new S3StoreSettings(
                "test",
                backend.endpoint(),
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
                new FakeTableIndex(schema, "gold/")
                    .file("b1/part 1+é.parquet", "XLON")
                    .file("b1/other.parquet", "XPAR"));
    TableCatalog catalog =
        new TableCatalog(List.of(new Table("t", new TableLocation(store, "physical", "gold"))));
    PartitionRule rule = new PartitionRule(Map.of("MIC", ValueCondition.is("XLON")));
    endpoint =
        EndpointServer.start(
            SampleEndpoint.settings(GetMode.PRESIGNED_URL, 9),
            catalog,
            FixedAccess.of(Map.of("t", List.of(rule)), catalog, indexes));
  }

  @AfterEach
  void stop() {
    endpoint.close();
    store.close();
    backend.close();
  }

  @Test
  void theUrlGivesExactlyTheAuthorizedObject() {
    URI url = redirect();
    assertEquals("london", follow(url).text());
    RawHttp.Answer part = follow(url, "Range: bytes=0-1");
    assertEquals("206 lo", part.status() + " " + part.text());
    URI other = URI.create(url.toString().replace("part%201%2B%C3%A9", "other"));
    assertEquals(403, follow(other).status());
  }

  @Test
  void headersThatTheClientSendsAgainAreSigned() {
    String header = "x-amz-checksum-mode: ENABLED";
    URI url =
        redirect(
            SIGNED,
            header,
            "x-amz-date: 20260101T000000Z",
            "x-amz-content-sha256: UNSIGNED-PAYLOAD");
    assertEquals("london", follow(url, header).text());
    assertEquals(403, follow(url).status());
  }

  @Test
  void parametersOfTheAnswerAreSigned() {
    RawHttp.Answer answer =
        new RawHttp(endpoint.port())
            .get("/datalake/t/b1/part%201+%C3%A9.parquet?response-content-type=text%2Fx", SIGNED);
    URI url = URI.create(answer.header("Location").orElseThrow());
    assertEquals("text/x", follow(url).header("Content-Type").orElseThrow());
  }

  @Test
  void listingsOfAnyPageSizeAgree() {
    for (int i = 0; i < 7; i++) {
      backend.put("physical", "gold/_delta_log/0000000000000000000" + i + ".json", "{}");
      backend.put("physical", "gold/c" + i + "/x.parquet", "stray");
    }
    List<String> root = new ArrayList<>(List.of("t/_delta_log/", "t/b1/"));
    List<String> all = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      all.add("t/_delta_log/0000000000000000000" + i + ".json");
    }
    all.add("t/b1/part 1+é.parquet");
    for (int size : new int[] {1, 2, 1000}) {
      assertEquals(root, pages("t/", "/", size));
      assertEquals(all, pages("t/", "", size));
      assertEquals(List.of("t/"), pages("", "/", size));
    }
  }

  private List<String> pages(String prefix, String delimiter, int size) {
    List<String> entries = new ArrayList<>();
    try (S3Client client =
        S3Client.builder()
            .endpointOverride(endpoint.uri())
            .region(Region.EU_WEST_1)
            .forcePathStyle(true)
            .credentialsProvider(AnonymousCredentialsProvider.create())
            .httpClientBuilder(Apache5HttpClient.builder())
            .build()) {
      client
          .listObjectsV2Paginator(r ->
              r.bucket("datalake")
                  .prefix(prefix)
                  .delimiter(delimiter.isEmpty() ? null : delimiter)
                  .maxKeys(size))
          .forEach(page -> {
            page.contents().forEach(object -> entries.add(object.key()));
            page.commonPrefixes().forEach(group -> entries.add(group.prefix()));
          });
    }
    return entries;
  }

  @Test
  void streamedAnswersAgreeWithTheBackend() {
    RawHttp http = new RawHttp(endpoint.port());
    String log = "/datalake/t/_delta_log/00000000000000000000.json";
    assertEquals(404, http.get(log).status());
    backend.put("physical", "gold/_delta_log/00000000000000000000.json", "{\"a\":1}");
    RawHttp.Answer answer = http.get(log);
    assertEquals("200 {\"a\":1}", answer.status() + " " + answer.text());
    String eTag = answer.header("ETag").orElseThrow();
    assertEquals(eTag, http.send("HEAD", log).header("ETag").orElseThrow());
    assertEquals("206 1}", status(http.get(log, "Range: bytes=-2", "If-Match: " + eTag)));
    assertEquals(304, http.get(log, "If-None-Match: " + eTag).status());
    assertEquals(412, http.get(log, "If-Match: \"x\"").status());
    assertEquals(416, http.get(log, "Range: bytes=99-").status());
  }

  private static String status(RawHttp.Answer answer) {
    return answer.status() + " " + answer.text();
  }

  @Test
  void theForbiddenObjectIsNotRedirected() {
    assertEquals(403, new RawHttp(endpoint.port()).get("/datalake/t/b1/other.parquet").status());
  }

  private URI redirect(String... headers) {
    RawHttp.Answer answer =
        new RawHttp(endpoint.port()).get("/datalake/t/b1/part%201+%C3%A9.parquet", headers);
    assertEquals(307, answer.status());
    return URI.create(answer.header("Location").orElseThrow());
  }

  private static RawHttp.Answer follow(URI url, String... headers) {
    return new RawHttp(url.getPort()).get(url.getRawPath() + "?" + url.getRawQuery(), headers);
  }
}
