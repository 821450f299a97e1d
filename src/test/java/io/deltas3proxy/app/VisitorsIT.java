package io.deltas3proxy.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import io.deltas3proxy.testing.GeoDatabaseWriter;
import io.deltas3proxy.testing.LinePoint;
import io.deltas3proxy.testing.LineServer;
import io.deltas3proxy.testing.Product;
import io.deltas3proxy.testing.RawHttp;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.bson.Document;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Visitors of a site of the whole product: who is let in, and what is told of them. */
class VisitorsIT {

  private static final Path LAKE = Path.of("sample-lake").toAbsolutePath();
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path directory;

  @BeforeEach
  void write() throws IOException {
    Path site = Files.createDirectory(directory.resolve("site"));
    Files.writeString(site.resolve("index.html"), "<h1>Hello</h1>".repeat(200));
    Files.write(
        directory.resolve("geo.mmdb"),
        new GeoDatabaseWriter()
            .city("203.0.113.0/24", "DE", "Freiburg", 47.9959, 7.85222)
            .city("198.51.100.0/24", "FR", "Colmar", 48.08, 7.36)
            .bytes());
  }

  private Product start(String visitors, String site) {
    String configuration =
        """
        'localDirectories': ['%s', '%s'], 'tableMapping': {'reference': 'file:%s/reference'},
        'trustedProxies': ['127.0.0.1'], 'trustedRealIp': true,
        'website': {'geo': {'database': 'geo.mmdb'}, 'visitors': {%s},
          'sites': {'docs': {'path': '/docs', 'place': 'file:%s/site' %s}}}
        """
            .formatted(LAKE, directory, LAKE, visitors, directory, site);
    return Product.start(directory, configuration.replace('\'', '"'));
  }

  private static int get(Product product, String... headers) {
    return product.http().get("/docs/", headers).status();
  }

  @Test
  void eachVisitIsToldToEverySinkWithItsPlace() throws IOException {
    MongoServer mongo = new MongoServer(new MemoryBackend());
    int port = mongo.bind().getPort();
    String uri = "mongodb://127.0.0.1:" + port;
    try (LineServer lines = LineServer.start()) {
      String sinks =
          """
          'log': {'file': 'visits.jsonl'}, 'mongo': {'uri': '%s'},
          'influx': {'uri': '%s', 'org': 'o', 'bucket': 'b', 'token': 't0ken'}
          """
              .formatted(uri, lines.uri());
      boolean compressed;
      int size;
      try (Product product = start(sinks, "")) {
        RawHttp.Answer page =
            product
                .http()
                .get(
                    "/docs/",
                    "X-Real-IP: 203.0.113.9",
                    "X-Forwarded-For: 198.51.100.7",
                    "User-Agent: Curious \"browser\"",
                    "Referer: https://example.com/",
                    "Accept-Encoding: gzip");
        assertEquals(200, page.status());
        assertFalse(page.header("Cache-Control").orElse("").contains("private"));
        compressed = page.header("Content-Encoding").isPresent();
        size = page.bytes().length();
        assertEquals(404, product.http().get("/docs/none").status());
        String metrics = product.http().get("/metrics").text();
        assertTrue(
            metrics.contains("deltas3proxy_visits_dropped_total{sink=\"mongo\",} 0.0"), metrics);
      }
      requireLog(compressed, size);
      List<LinePoint> points =
          lines.writes().stream().flatMap(write -> write.points().stream()).toList();
      assertEquals(2, points.size());
      LinePoint point =
          points.stream()
              .filter(sent -> "200".equals(sent.tags().get("status")))
              .findFirst()
              .orElseThrow();
      assertEquals("DE", point.tags().get("country"));
      assertEquals("Freiburg", point.fields().get("city"));
      List<Document> stored = new ArrayList<>();
      try (MongoClient client = MongoClients.create(uri)) {
        client.getDatabase("metrics").getCollection("request").find().into(stored);
      }
      assertEquals(
          Set.of(200, 404),
          stored.stream().map(document -> document.get("status")).collect(Collectors.toSet()));
      assertEquals(2, stored.size());
    } finally {
      mongo.shutdownNow();
    }
  }

  private void requireLog(boolean compressed, int size) throws IOException {
    // Which of two visits ends first on the server is left open.
    List<String> log = Files.readAllLines(directory.resolve("visits.jsonl"));
    log.sort(Comparator.comparing(line -> line.contains("/docs/none")));
    assertEquals(2, log.size());
    JsonNode first = JSON.readTree(log.getFirst());
    assertEquals("203.0.113.9", first.get("ipaddress").asText());
    assertEquals("/docs/", first.get("resource").asText());
    assertEquals("text/html", first.get("mimeType").asText());
    assertEquals("Freiburg", first.get("location").get("city").asText());
    assertEquals("Curious \"browser\"", first.get("userAgent").asText());
    assertEquals(compressed, first.get("compressed").asBoolean());
    assertEquals(size, first.get("size").asInt());
    assertTrue(first.get("time").asLong() > 0);
    JsonNode second = JSON.readTree(log.getLast());
    assertEquals(404, second.get("status").asInt());
    assertEquals("127.0.0.1", second.get("ipaddress").asText());
    assertFalse(second.has("location"));
  }

  @Test
  void sinksThatAreDeadStopNobody() {
    String sinks =
        "'mongo': {'uri': 'mongodb://127.0.0.1:1'}, 'queue': 2,"
            + "'influx': {'uri': 'tcp://127.0.0.1:1'}";
    try (Product product = start(sinks, "")) {
      for (int i = 0; i < 200; i++) {
        assertEquals(200, get(product));
      }
      String metrics = product.http().get("/metrics").text();
      assertTrue(metrics.contains("deltas3proxy_visits_published_total{sink=\"mongo\",} 0.0"));
      assertTrue(metrics.contains("deltas3proxy_visits_waiting{sink=\"influx\",} 2.0"), metrics);
      assertFalse(metrics.contains("deltas3proxy_visits_dropped_total{sink=\"influx\",} 0.0"));
    }
  }

  @Test
  void addressesThatAreNotAllowedSeeNothing() throws IOException {
    String rules = ", 'allowAddresses': ['203.0.113.0/24'], 'denyAddresses': ['203.0.113.66']";
    try (Product product = start("'log': {'file': 'visits.jsonl'}", rules)) {
      RawHttp.Answer page = product.http().get("/docs/", "X-Forwarded-For: 203.0.113.9");
      assertEquals(200, page.status());
      assertTrue(page.header("Cache-Control").orElse("").startsWith("private"), page.everything());
      assertEquals(403, get(product, "X-Forwarded-For: 203.0.113.66"));
      assertEquals(403, get(product, "X-Forwarded-For: 198.51.100.1"));
      assertEquals(403, get(product));
      // What a client puts before the address that the proxy saw opens nothing.
      assertEquals(403, get(product, "X-Forwarded-For: 203.0.113.9, 198.51.100.1"));
      assertEquals(403, get(product, "X-Real-IP: 203.0.113.9", "X-Real-IP: 203.0.113.10"));
      RawHttp.Answer none = product.http().get("/docs/none", "X-Real-IP: 198.51.100.1");
      assertEquals(403, none.status());
      assertFalse(none.text().contains("allow"), none.text());
    }
    long told =
        Files.readAllLines(directory.resolve("visits.jsonl")).stream()
            .filter(line -> line.contains("\"status\":403"))
            .count();
    assertEquals(6, told);
  }

  @Test
  void countriesThatAreNotAllowedAndUnknownOnesSeeNothing() {
    try (Product product = start("", ", 'allowCountries': ['DE', 'CH']")) {
      assertEquals(200, get(product, "X-Forwarded-For: 203.0.113.9"));
      assertEquals(403, get(product, "X-Forwarded-For: 198.51.100.7"));
      assertEquals(403, get(product, "X-Forwarded-For: 192.0.2.1"));
      assertEquals(403, get(product));
    }
  }

  @Test
  void withoutItsDatabaseItDoesNotStart() throws IOException {
    Files.writeString(directory.resolve("geo.mmdb"), "not a database");
    String message = "" + assertThrows(IllegalStateException.class, () -> start("", "")).getCause();
    assertTrue(message.contains("website.geo.database"), message);
    Files.delete(directory.resolve("geo.mmdb"));
    assertThrows(IllegalStateException.class, () -> start("", ""));
  }
}
