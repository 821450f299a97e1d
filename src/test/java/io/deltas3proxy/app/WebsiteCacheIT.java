package io.deltas3proxy.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.deltas3proxy.testing.Product;
import io.deltas3proxy.testing.RawHttp;
import io.deltas3proxy.testing.RawHttp.Answer;
import io.deltas3proxy.testing.S3TestServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Websites of the whole product out of their cache, over a real S3 server. */
class WebsiteCacheIT {

  private static final String BUCKET = "physical-bucket";
  private static final String CLEAR = "/_proxy/_private/_cache/clear";
  private static final String KEY = "Authorization: Bearer abc123";
  private static final String TEXT = "all work and no play ".repeat(100);

  @TempDir private static Path directory;

  private static S3TestServer server;
  private static Product product;
  private static RawHttp http;

  @BeforeAll
  static void start() throws IOException {
    server = S3TestServer.start(Files.createDirectory(directory.resolve("s3")));
    server.createBucket(BUCKET);
    server.put(BUCKET, "site/index.html", "<h1>Welcome</h1>" + TEXT);
    server.put(BUCKET, "site/style.css", TEXT);
    server.put(BUCKET, "site/style.css.br", "in brotli");
    server.put(BUCKET, "site/data.bin", bytes());
    server.put(BUCKET, "secret.txt", "of nobody");
    server.put(BUCKET, "site2/secret.txt", "a prefix that begins alike");
    product =
        Product.start(
            directory,
            """
            "stores":{%s},
            "website":{"authKey":"abc123","cache":{"directory":"cache","sliceMegabytes":1},
              "sites":{"www":{"place":"s3://%s/site"}}}
            """
                .formatted(Product.store(server.endpoint(), BUCKET), BUCKET));
    http = product.http();
  }

  /** Three and a half slices. */
  private static byte[] bytes() {
    byte[] bytes = new byte[3_600_000];
    new Random(7).nextBytes(bytes);
    return bytes;
  }

  @AfterAll
  static void stop() {
    product.close();
    server.close();
  }

  @Test
  void theIndexIsGivenWithAllItsHeaders() {
    Answer answer = http.get("/", "X-Forwarded-For: 184.105.163.155");
    assertEquals(200, answer.status());
    assertTrue(answer.text().startsWith("<h1>Welcome</h1>"));
    for (String name :
        List.of("ETag", "Expires", "Last-Modified", "Cache-Control", "Content-Length")) {
      assertTrue(answer.header(name).isPresent(), name);
    }
    assertFalse(answer.everything().contains(BUCKET), answer.everything());
    String eTag = answer.header("ETag").orElseThrow();
    assertEquals(304, http.get("/", "if-none-match: " + eTag).status());
    String modified = answer.header("Last-Modified").orElseThrow();
    assertEquals(304, http.get("/", "If-Modified-Since: " + modified).status());
  }

  @Test
  void textIsCompressed() throws IOException {
    Answer coded = http.get("/index.html", "Accept-Encoding: gzip");
    assertEquals(Optional.of("gzip"), coded.header("Content-Encoding"));
    assertEquals(Optional.of("Accept-Encoding"), coded.header("Vary"));
    byte[] bytes = coded.bytes().getBytes(StandardCharsets.ISO_8859_1);
    try (GZIPInputStream plain = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
      assertTrue(new String(plain.readAllBytes(), StandardCharsets.UTF_8).endsWith(TEXT));
    }
    Answer plain = http.get("/index.html");
    assertEquals(Optional.empty(), plain.header("Content-Encoding"));
    assertEquals(Optional.of("Accept-Encoding"), plain.header("Vary"));
    String eTag = coded.header("ETag").orElseThrow();
    assertFalse(plain.header("ETag").orElseThrow().equals(eTag));
    assertEquals(
        304, http.get("/index.html", "Accept-Encoding: gzip", "If-None-Match: " + eTag).status());
    assertEquals(200, http.get("/index.html", "If-None-Match: " + eTag).status());
    Answer part = http.get("/index.html", "Accept-Encoding: gzip", "Range: bytes=0-3");
    assertEquals("<h1>", part.text());
    assertEquals(Optional.empty(), part.header("Content-Encoding"));
  }

  @Test
  void twinsAreGivenToThoseWhoTakeThem() {
    assertEquals("in brotli", http.get("/style.css", "Accept-Encoding: gzip, br").text());
    assertEquals(TEXT, http.get("/style.css", "Accept-Encoding: zstd").text());
    Answer head = http.send("HEAD", "/style.css", "Accept-Encoding: br");
    assertEquals(Optional.of("9"), head.header("Content-Length"));
    assertEquals(Optional.of("br"), head.header("Content-Encoding"));
  }

  @Test
  void largePagesAreWholeAndInParts() {
    String all = new String(bytes(), StandardCharsets.ISO_8859_1);
    for (int i = 0; i < 2; i++) {
      assertEquals(all, http.get("/data.bin").bytes());
      Answer part = http.get("/data.bin", "Range: bytes=1048570-2097160");
      assertEquals(206, part.status());
      assertEquals(all.substring(1_048_570, 2_097_161), part.bytes());
      assertEquals(all.substring(3_599_990), http.get("/data.bin", "Range: bytes=-10").bytes());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/../secret.txt",
        "/%2e%2e/secret.txt",
        "/%2e%2e%2fsecret.txt",
        "/%252e%252e/secret.txt",
        "/..%5csecret.txt",
        "//secret.txt",
        "/2/secret.txt",
        "/site2/secret.txt",
        "/secret.txt",
        "/physical-bucket/secret.txt",
        "/%00secret.txt",
        "/secret.txt?versionId=null",
        "/?list-type=2&prefix=",
        "/?location",
      })
  void nothingElseOfTheBucketIsReachable(String target) {
    Answer answer = http.get(target);
    boolean welcome = target.startsWith("/?");
    assertTrue(Set.of(400, 404).contains(answer.status()) || welcome, target);
    assertFalse(answer.everything().contains("nobody"), target);
    assertFalse(answer.everything().contains("alike"), target);
    assertFalse(answer.everything().contains(BUCKET), target);
  }

  @ParameterizedTest
  @CsvSource({
    "GET, '', 403",
    "GET, blah, 400",
    "GET, Bearer blah, 403",
    "GET, Bearer, 400",
    "GET, 'Bearer ', 400",
    "GET, Basic YTpi, 400",
    "GET, Bearer abc1234, 403",
    "GET, Bearer abc123, 304",
    "GET, bearer abc123, 304",
    "DELETE, '', 403",
    "DELETE, blah, 400",
    "DELETE, Bearer blah, 403",
    "DELETE, Bearer abc123, 304",
    "POST, Bearer abc123, 405",
    "PUT, Bearer abc123, 405",
    "PATCH, Bearer abc123, 405",
  })
  void onlyTheKeyClearsTheCache(String method, String authorization, int status) {
    Answer answer =
        authorization.isEmpty()
            ? http.send(method, CLEAR)
            : http.send(method, CLEAR, "Authorization: " + authorization);
    assertEquals(status, answer.status());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/_proxy", "/_proxy/", "/_proxy/_private", "/%5Fproxy/x", "/_proxy/index.html"})
  void managementHasNoPages(String target) {
    assertEquals(404, http.get(target, KEY).status());
  }

  @Test
  void whatIsClearedIsAskedForAgain() {
    server.put(BUCKET, "site/a/news.txt", "old");
    server.put(BUCKET, "site/b/news.txt", "old");
    assertEquals("old", http.get("/a/news.txt").text());
    assertEquals("old", http.get("/b/news.txt").text());
    server.put(BUCKET, "site/a/news.txt", "new");
    server.put(BUCKET, "site/b/news.txt", "new");
    assertEquals("old", http.get("/a/news.txt").text());
    assertEquals(404, http.get(CLEAR + "?site=other", KEY).status());
    for (String query : List.of("?prefix=%zz", "?prefix=b/&site=%zz", "?prefix", "?Prefix=a")) {
      assertEquals(400, http.get(CLEAR + query, KEY).status(), query);
    }
    assertEquals("old", http.get("/b/news.txt").text());
    assertEquals(304, http.send("DELETE", CLEAR + "?prefix=a/&site=www", KEY).status());
    assertEquals("new", http.get("/a/news.txt").text());
    assertEquals("old", http.get("/b/news.txt").text());
    assertEquals(304, http.get(CLEAR, KEY).status());
    assertEquals("new", http.get("/b/news.txt").text());
  }

  @Test
  void anEmptyKeyClearsNothing() {
    try (Product other =
        Product.start(
            directory,
            """
            "localDirectories":["s3"],
            "website":{"authKey":"","sites":{"www":{"place":"file:s3/%s/site"}}}
            """
                .formatted(BUCKET))) {
      assertEquals(400, other.http().get(CLEAR, "Authorization: Bearer ").status());
      assertEquals(403, other.http().get(CLEAR, "Authorization: Bearer \u00a0").status());
      assertEquals(403, other.http().get(CLEAR, "Authorization: Bearer null").status());
    }
  }

  @Test
  void aThousandVisitorsFromEverywhereAreServed() {
    Random random = new Random(7);
    for (int i = 0; i < 1000; i++) {
      String address = random.ints(4, 1, 255).mapToObj(Integer::toString).toList().toString();
      String from = address.substring(1, address.length() - 1).replace(", ", ".");
      Answer answer = http.get("/", "X-Forwarded-For: " + from);
      assertEquals(200, answer.status());
      assertTrue(answer.whole());
    }
  }

  @Test
  void manyVisitorsAtOnceAreServed() throws Exception {
    List<Future<Integer>> visits = new ArrayList<>();
    try (ExecutorService visitors = Executors.newFixedThreadPool(16)) {
      Callable<Integer> visit =
          () -> {
            int good = 0;
            for (int i = 0; i < 128; i++) {
              Answer answer = http.get(i % 2 == 0 ? "/" : "/style.css");
              good += answer.status() == 200 && answer.whole() ? 1 : 0;
            }
            return good;
          };
      for (int i = 0; i < 16; i++) {
        visits.add(visitors.submit(visit));
      }
    }
    for (Future<Integer> visit : visits) {
      assertEquals(128, visit.get());
    }
  }
}
