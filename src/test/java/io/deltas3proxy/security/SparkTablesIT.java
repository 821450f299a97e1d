package io.deltas3proxy.security;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.deltas3proxy.testing.AttackedLake;
import io.deltas3proxy.testing.Listing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Tables of Delta Spark behind the whole product, each with a rule for one value of its first
 * partition column: files of it are read and listed, all others are neither.
 */
class SparkTablesIT {

  static final Path TABLES = Path.of("src/test/resources/tables");

  /** The value that is allowed, by table. */
  private static final Map<String, String> ALLOWED = new TreeMap<>();

  @TempDir private static Path directory;
  private static AttackedLake lake;

  @BeforeAll
  static void start() throws IOException {
    lake = AttackedLake.empty();
    List<String> rules = new ArrayList<>();
    for (String table : tables()) {
      JsonNode expected = expected(table);
      String column = expected.path("partitionColumns").path(0).path("name").asText();
      String value = firstValue(expected, column);
      ALLOWED.put(table, value);
      lake.mapped(table);
      copy(table);
      ObjectMapper json = new ObjectMapper();
      rules.add(
          "\"%s\":[{%s:%s}]"
              .formatted(table, json.writeValueAsString(column), json.writeValueAsString(value)));
    }
    lake.start(directory, String.join(",", rules), ",\"getMode\":\"proxy\"");
  }

  @AfterAll
  static void stop() {
    lake.close();
  }

  /** All tables whose values are compared as text and whose files are their own. */
  static List<String> tables() throws IOException {
    List<String> tables = new ArrayList<>();
    try (Stream<Path> directories = Files.list(TABLES)) {
      for (Path table : directories.sorted().toList()) {
        JsonNode expected = expected(String.valueOf(table.getFileName()));
        JsonNode column = expected.path("partitionColumns").path(0);
        if (column.path("type").asText().equals("string")
            && !expected.path("absolutePaths").asBoolean()
            && !expected.path("files").isEmpty()) {
          tables.add(String.valueOf(table.getFileName()));
        }
      }
    }
    return tables;
  }

  static JsonNode expected(String table) throws IOException {
    return new ObjectMapper().readTree(TABLES.resolve(table).resolve("expected.json").toFile());
  }

  static String firstValue(JsonNode expected, String column) {
    for (Map.Entry<String, JsonNode> file : expected.path("files").properties()) {
      if (file.getValue().path(column).isTextual()) {
        return file.getValue().path(column).asText();
      }
    }
    throw new IllegalStateException("no file with a value of " + column);
  }

  private static void copy(String table) throws IOException {
    Path root = TABLES.resolve(table);
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String key = root.relativize(file).toString();
        lake.backend()
            .objects()
            .put(AttackedLake.physical(table, key), Files.readAllBytes(file), Map.of());
      }
    }
  }

  private static String target(String table, String key) {
    return "/datalake/" + table + "/" + Listing.encoded(key).replace("+", "%20");
  }

  @ParameterizedTest
  @MethodSource("tables")
  void onlyTheAllowedPartitionIsReadAndListed(String table) throws IOException {
    JsonNode expected = expected(table);
    String column = expected.path("partitionColumns").path(0).path("name").asText();
    String value = String.valueOf(ALLOWED.get(table));
    TreeSet<String> readable = new TreeSet<>();
    for (String kind : List.of("files", "changeFiles")) {
      for (Map.Entry<String, JsonNode> file : expected.path(kind).properties()) {
        boolean allowed = value.equals(file.getValue().path(column).asText(null));
        assertRead(table, file.getKey(), allowed);
        if (allowed) {
          readable.add(table + "/" + file.getKey());
        }
      }
    }
    for (Map.Entry<String, JsonNode> vector : expected.path("deletionVectors").properties()) {
      boolean allowed = false;
      for (JsonNode partition : vector.getValue()) {
        allowed |= value.equals(partition.path(column).asText(null));
      }
      if (allowed) { // Else an older version may need it for the partition all the same.
        assertRead(table, vector.getKey(), true);
        readable.add(table + "/" + vector.getKey());
      }
    }
    TreeSet<String> removed = new TreeSet<>();
    for (Map.Entry<String, JsonNode> file : expected.path("removedFiles").properties()) {
      removed.add(table + "/" + file.getKey());
      if (!value.equals(file.getValue().path(column).asText(null))) {
        int status = lake.http().get(target(table, file.getKey())).status();
        assertTrue(status == 403 || status == 404, () -> file.getKey() + " " + status);
      }
    }
    TreeSet<String> listed =
        new TreeSet<>(Listing.allPages(lake.http(), "prefix=" + table + "/").keys());
    listed.removeIf(key -> key.startsWith(table + "/_delta_log/"));
    assertTrue(listed.containsAll(readable), () -> readable + "\n" + listed);
    listed.removeAll(readable);
    for (String other : listed) {
      boolean vector = other.endsWith(".bin");
      assertTrue(vector || removed.contains(other), () -> other + " is listed");
    }
    assertFalse(readable.isEmpty());
  }

  private static void assertRead(String table, String key, boolean allowed) {
    assertEquals(
        allowed ? 200 : 403, lake.http().get(target(table, key)).status(), () -> table + "/" + key);
  }
}
