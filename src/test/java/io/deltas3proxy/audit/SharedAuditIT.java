package io.deltas3proxy.audit;

import static io.deltas3proxy.testing.SignedLake.ALICE;
import static io.deltas3proxy.testing.SignedLake.BOB;
import static io.deltas3proxy.testing.SignedLake.LISTING;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.deltas3proxy.testing.Product;
import io.deltas3proxy.testing.RawHttp;
import io.deltas3proxy.testing.SignedHttp;
import io.deltas3proxy.testing.SignedLake;
import io.deltas3proxy.testing.TcpGate;
import io.deltas3proxy.testing.TestDatabases;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two instances of the whole product that copy their trails to one PostgreSQL, which fails. */
@Timeout(120)
class SharedAuditIT {

  private static final String TOKEN = "0123456789abcdef0123456789abcdef";
  private static final String BEARER = "Authorization: Bearer " + TOKEN;
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path directory;

  private TcpGate gate;
  private Product one;
  private Product other;

  @BeforeEach
  void start() throws Exception {
    gate = new TcpGate(TestDatabases.postgresqlPort());
    String name = TestDatabases.postgresqlName();
    one = product(name, "one.jsonl");
    other = product(name, "other.jsonl");
  }

  private Product product(String name, String file) {
    String configuration =
        """
        ,'databaseEnabled': true,
        'database': {'uri': 'postgresql://127.0.0.1:%d/%s', 'user': 'postgres', 'password': 'any',
          'secretKey': 'MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=', 'changesWithinSeconds': 2,
          'pollMillis': 100, 'connectTimeoutSeconds': 1, 'statementTimeoutSeconds': 1},
        'audit': {'file': '%s', 'database': true},
        'admin': {'enabled': true, 'tokens': {'ada': '%s'}}
        """
            .formatted(gate.port(), name, file, TOKEN)
            .replace('\'', '"');
    return Product.start(directory, SignedLake.configuration(directory) + configuration);
  }

  @AfterEach
  void stop() throws Exception {
    one.close();
    other.close();
    gate.close();
  }

  private static RawHttp.Answer list(Product product, boolean alice) {
    return new SignedHttp(product, alice ? ALICE : BOB).get(LISTING);
  }

  private static RawHttp.Answer search(Product product, String query) {
    return product.http().get("/admin/v1/audit?" + query, BEARER);
  }

  private static JsonNode found(Product product, String query) throws IOException {
    JsonNode records = JSON.missingNode();
    while (records.isEmpty()) {
      RawHttp.Answer answer = search(product, query);
      records = JSON.readTree(answer.text()).path("records");
    }
    return records;
  }

  private Set<String> idsOfLines(String file) throws IOException {
    Set<String> ids = new HashSet<>();
    for (String line : Files.readAllLines(directory.resolve(file))) {
      ids.add(JSON.readTree(line).path("id").asText());
    }
    return ids;
  }

  @Test
  void whatEachInstanceDoesIsFoundAtTheOther() throws Exception {
    assertEquals(200, list(one, true).status());
    assertEquals(200, list(other, false).status());
    assertEquals("bob", found(one, "user=bob").get(0).path("user").asText());
    assertEquals("alice", found(other, "user=alice").get(0).path("user").asText());
  }

  @Test
  void anOutageLosesNothingOfTheFileAndWhatWaitedComesAfterIt() throws Exception {
    assertEquals(200, list(one, true).status());
    assertFalse(found(one, "user=alice").isEmpty());
    gate.cut();
    while (list(one, true).status() != 503) {
      Thread.onSpinWait();
    }
    // Nobody waits for the copy of their line.
    long start = System.nanoTime();
    for (int i = 0; i < 50; i++) {
      assertEquals(503, list(one, true).status());
    }
    long millis = (System.nanoTime() - start) / 1_000_000;
    assertTrue(millis < 20_000, () -> "50 refusals took " + millis + " ms");
    assertEquals(503, search(one, "").status());
    while (!metric(one, "deltas3proxy_audit_database_failures_total").matches(".*[1-9].*")) {
      Thread.onSpinWait();
    }
    gate.open();
    JsonNode late = found(one, "result=unavailable&limit=1000");
    assertEquals(503, late.get(0).path("status").asInt());
    while (!metric(one, "deltas3proxy_audit_database_waiting").endsWith(" 0.0")) {
      Thread.onSpinWait();
    }
    assertTrue(metric(one, "deltas3proxy_audit_database_lost_total").endsWith(" 0.0"));
    one.close();
    Set<String> rows = new HashSet<>();
    String query = "limit=1000";
    while (!query.isEmpty()) {
      JsonNode page = JSON.readTree(search(other, query).text());
      page.path("records").forEach(row -> rows.add(row.path("id").asText()));
      query = page.has("after") ? "limit=1000&after=" + page.path("after").asText() : "";
    }
    Set<String> lines = idsOfLines("one.jsonl");
    assertTrue(lines.size() > 52, () -> lines.size() + " lines");
    assertTrue(rows.containsAll(lines), () -> rows.size() + " rows of " + lines.size());
  }

  private static String metric(Product product, String name) {
    return product
        .http()
        .get("/metrics")
        .text()
        .lines()
        .filter(line -> line.startsWith(name + " "))
        .findAny()
        .orElseThrow();
  }
}
