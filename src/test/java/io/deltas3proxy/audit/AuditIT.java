package io.deltas3proxy.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.deltas3proxy.testing.Product;
import io.deltas3proxy.testing.RawHttp;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The audit trail of the whole product. */
class AuditIT {

  private static final Path LAKE = Path.of("sample-lake").toAbsolutePath();

  @TempDir Path directory;

  @Test
  void readsListingsAndRefusalsHaveALineEach() throws Exception {
    String allowed = "/datalake/reference/" + dataFile("reference");
    String denied = "/datalake/trades/" + dataFile("trades");
    try (Product product = start("")) {
      RawHttp http = product.http();
      assertEquals(200, http.get(allowed).status());
      assertEquals(200, http.send("HEAD", allowed).status());
      assertEquals(403, http.get(denied).status());
      assertEquals(403, http.send("HEAD", denied).status());
      assertEquals(200, http.get("/datalake?list-type=2&prefix=reference/").status());
      assertEquals(404, http.get("/datalake/reference/none.parquet").status());
      assertEquals(403, http.send("PUT", allowed).status());
      assertEquals(400, http.get("/datalake?list-type=2&max-keys=-1").status());
      assertEquals(200, http.get("/health/live").status());
    }
    List<JsonNode> lines = lines();
    assertEquals(
        List.of(
            "GetObject allowed 200",
            "GetObject denied 403",
            "GetObject missing 404",
            "HeadObject allowed 200",
            "HeadObject denied 403",
            "ListObjectsV2 allowed 200",
            "PutObject denied 403",
            "Unknown rejected 400"),
        lines.stream()
            .map(line ->
                text(line, "operation")
                    + " "
                    + text(line, "result")
                    + " "
                    + line.path("status").asInt())
            .sorted()
            .toList());
    JsonNode read = only(lines, "GetObject", "allowed");
    assertEquals("reference", text(read, "table"));
    assertEquals(allowed, text(read, "target"));
    assertEquals("127.0.0.1", text(read, "source"));
    assertFalse(read.path("verified").asBoolean(true));
    assertTrue(text(read, "rule").contains("allowedPartitions"), read.toString());
    assertTrue(read.path("partitions").isArray(), read.toString());
    assertTrue(read.path("bytes").asLong() > 0);
    assertTrue(text(read, "id").matches("[0-9A-F]{16}"));
    JsonNode refused = only(lines, "GetObject", "denied");
    assertEquals("AccessDenied", text(refused, "error"));
    assertFalse(text(refused, "reason").isEmpty());
    assertTrue(refused.path("rule").isMissingNode());
  }

  @Test
  void whatIsOverALimitIsNamedSo() throws Exception {
    try (Product product = start("'limits': {'requestsPerSecond': 1},")) {
      assertEquals(200, product.http().get("/datalake?list-type=2").status());
      assertEquals(503, product.http().get("/datalake?list-type=2").status());
    }
    JsonNode throttled = only(lines(), "ListObjectsV2", "throttled");
    assertEquals("SlowDown", text(throttled, "error"));
  }

  @Test
  void noSecretIsWrittenAndNoLineIsMadeUp() throws Exception {
    try (Product product = start("")) {
      RawHttp http = product.http();
      http.get(
          "/datalake/reference/x%0d%0a%7B%7D%E2%80%A8?X-Amz-Algorithm=AWS4-HMAC-SHA256"
              + "&X-Amz-Credential=AKIA%0aFAKE%2F20260101%2Fus-east-1%2Fs3%2Faws4_request"
              + "&X-Amz-Date=20260101T000000Z&X-Amz-Expires=60&X-Amz-SignedHeaders=host"
              + "&X-Amz-Signature=5ec4e75ec4e7&X-Amz-Security-Token=t0ken5ec4e7");
      http.get(
          "/datalake/reference/y?WebIdentityToken=we85ec4e7",
          "Authorization: AWS4-HMAC-SHA256 Credential=AKIA1/20260101/us-east-1/s3/aws4_request,"
              + " SignedHeaders=host, Signature=5ec4e7",
          "x-amz-security-token: he5ec4e7");
    }
    assertEquals(2, lines().size());
    String all = Files.readString(directory.resolve("audit.jsonl"));
    assertFalse(all.contains("5ec4e7"), all);
    assertTrue(StandardCharsets.US_ASCII.newEncoder().canEncode(all), all);
  }

  @Test
  void aFileThatCannotBeWrittenEndsTheStart() {
    IllegalStateException failure =
        assertThrows(IllegalStateException.class, () -> product("none/audit.jsonl", "").close());
    assertTrue(
        String.valueOf(failure.getCause()).contains("audit.file: "), "" + failure.getCause());
  }

  private Product start(String more) {
    return product("audit.jsonl", more);
  }

  private Product product(String file, String more) {
    String tables =
        "'localDirectories': ['%s'], 'tableMapping': {'reference': 'file:%s/reference',"
                .formatted(LAKE, LAKE)
            + " 'trades': 'file:%s/trades'}, 'allowedPartitions': {'reference': [{}]}"
                .formatted(LAKE);
    String audit = "'audit': {'file': '%s'},".formatted(file);
    return Product.start(directory, (audit + more + tables).replace('\'', '"'));
  }

  private List<JsonNode> lines() throws IOException {
    List<JsonNode> lines = new ArrayList<>();
    for (String line : Files.readAllLines(directory.resolve("audit.jsonl"))) {
      lines.add(new ObjectMapper().readTree(line));
    }
    return lines;
  }

  /** A line is added when its request has ended, which the client does not wait for. */
  private static JsonNode only(List<JsonNode> lines, String operation, String result) {
    return lines.stream()
        .filter(line -> text(line, "operation").equals(operation))
        .filter(line -> text(line, "result").equals(result))
        .findAny()
        .orElseThrow();
  }

  private static String text(JsonNode line, String name) {
    return line.path(name).asText();
  }

  private static String dataFile(String table) throws IOException {
    Path root = LAKE.resolve(table);
    try (Stream<Path> files = Files.walk(root)) {
      return root.relativize(
              files
                  .filter(file ->
                      file.toString().endsWith(".parquet")
                          && !file.toString().contains("_delta_log"))
                  .findFirst()
                  .orElseThrow())
          .toString()
          .replace("=", "%3D");
    }
  }
}
