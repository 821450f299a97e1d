package io.deltas3proxy.security;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.deltas3proxy.testing.AttackedLake;
import io.deltas3proxy.testing.Crawler;
import io.deltas3proxy.testing.KernelState;
import io.deltas3proxy.testing.Listing;
import io.deltas3proxy.testing.LogSecrets;
import io.deltas3proxy.testing.RawHttp.Answer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Filtered tables of Delta Spark behind the whole product, each with a rule for one value of its
 * first partition column, as they are and with the start of their log cleaned away. Somebody who
 * asks for everything in every way finds a smaller table, and nothing of the rest.
 */
class FilteredTablesIT {

  private static final String CLEANED = "cleaned-";
  private static final ObjectMapper JSON = new ObjectMapper();

  /** The allowed value of the first partition column, by alias. */
  private static final Map<String, String> ALLOWED = new TreeMap<>();

  @TempDir private static Path directory;
  private static AttackedLake lake;

  @BeforeAll
  static void start() throws IOException {
    lake = AttackedLake.empty().lookingEvery(1);
    List<String> rules = new ArrayList<>();
    for (String alias : aliases()) {
      JsonNode expected = SparkTablesIT.expected(source(alias));
      String column = expected.path("partitionColumns").path(0).path("name").asText();
      String value = SparkTablesIT.firstValue(expected, column);
      ALLOWED.put(alias, value);
      lake.mapped(alias);
      copy(alias);
      rules.add(
          "\"%s\":[{%s:%s}]"
              .formatted(alias, JSON.writeValueAsString(column), JSON.writeValueAsString(value)));
    }
    lake.start(
        directory, String.join(",", rules), ",\"getMode\":\"proxy\",\"logView\":\"filtered\"");
  }

  @AfterAll
  static void stop() {
    lake.close();
  }

  /** Tables with and, where there is a checkpoint to start from, without their first commits. */
  static List<String> aliases() throws IOException {
    List<String> aliases = new ArrayList<>();
    for (String table : SparkTablesIT.tables()) {
      aliases.add(table);
      if (firstCheckpoint(table) > 0) {
        aliases.add(CLEANED + table);
      }
    }
    return aliases;
  }

  private static String source(String alias) {
    return alias.startsWith(CLEANED) ? alias.substring(CLEANED.length()) : alias;
  }

  private static Path root(String alias) {
    return SparkTablesIT.TABLES.resolve(source(alias));
  }

  private static long firstCheckpoint(String table) throws IOException {
    try (Stream<Path> files = Files.list(root(table).resolve("_delta_log"))) {
      return files
          .map(file -> String.valueOf(file.getFileName()))
          .filter(file -> file.startsWith(".checkpoint.", 20))
          .mapToLong(file -> Long.parseLong(file.substring(0, 20)))
          .min()
          .orElse(-1);
    }
  }

  private static void copy(String alias) throws IOException {
    long first = alias.startsWith(CLEANED) ? firstCheckpoint(source(alias)) : 0;
    for (String key : keys(root(alias))) {
      String name = key.startsWith("_delta_log/") ? key.substring("_delta_log/".length()) : "";
      boolean cleaned = name.matches("\\d{20}\\.(json|crc)") && version(name) < first;
      if (!cleaned) {
        lake.backend()
            .objects()
            .put(
                AttackedLake.physical(alias, key),
                Files.readAllBytes(root(alias).resolve(key)),
                Map.of());
      }
    }
  }

  private static long version(String name) {
    return Long.parseLong(name.substring(0, 20));
  }

  private static List<String> keys(Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> root.relativize(file).toString())
          .filter(key -> !key.equals("expected.json"))
          .sorted()
          .toList();
    }
  }

  private static Predicate<Map<String, @Nullable String>> shows(String alias) throws IOException {
    JsonNode column = SparkTablesIT.expected(source(alias)).path("partitionColumns").path(0);
    String name = column.path("physicalName").asText(column.path("name").asText());
    String value = String.valueOf(ALLOWED.get(alias));
    return values -> value.equals(values.get(name));
  }

  private static Set<String> secrets(String alias) throws IOException {
    long newest = SparkTablesIT.expected(source(alias)).path("version").asLong();
    Set<String> secrets =
        new TreeSet<>(LogSecrets.of(root(alias), newest, shows(alias)).forbidden());
    for (String path : List.copyOf(secrets)) {
      if (path.contains("%")) { // Paths are escaped in a log, and not in a listing.
        secrets.add(Listing.decoded(path));
      }
    }
    // Words that answers have anyway.
    secrets.removeAll(Set.of("true", "false", "none"));
    return secrets;
  }

  private static Crawler crawler(String alias) throws IOException {
    return new Crawler(lake.http(), alias, keys(root(alias)));
  }

  @ParameterizedTest
  @MethodSource("aliases")
  void nothingThatIsAnsweredTellsOfWhatIsNotSeen(String alias) throws IOException {
    Set<String> secrets = secrets(alias);
    crawler(alias)
        .crawl((question, answer) -> {
          for (String secret : secrets) {
            assertFalse(answer.contains(secret), () -> question + " tells " + secret);
          }
        });
    for (String key : crawler(alias).listed()) {
      if (key.endsWith(".checkpoint.parquet")) {
        Path copy = directory.resolve("checkpoint.parquet");
        Answer answer = lake.http().get(Crawler.target(key));
        Files.write(copy, answer.bytes().getBytes(StandardCharsets.ISO_8859_1));
        String text = KernelState.checkpointText(copy);
        for (String secret : secrets) {
          assertFalse(text.contains(secret), () -> key + " tells " + secret);
        }
      }
    }
  }

  @Test
  void theSameQuestionsFindSecretsWhereALogIsPassedThrough() throws IOException {
    String alias = "checkpoint-and-commits";
    Set<String> found = new TreeSet<>();
    Set<String> secrets = secrets(alias);
    try (AttackedLake direct = AttackedLake.empty().lookingEvery(1).mapped(alias)) {
      for (String key : keys(root(alias))) {
        direct
            .backend()
            .objects()
            .put(
                AttackedLake.physical(alias, key),
                Files.readAllBytes(root(alias).resolve(key)),
                Map.of());
      }
      direct.start(directory, "\"" + alias + "\":[{\"MIC\":\"XLON\"}]", "");
      new Crawler(direct.http(), alias, keys(root(alias)))
          .crawl((question, answer) -> {
            for (String secret : secrets) {
              if (answer.contains(secret)) {
                found.add(secret);
              }
            }
          });
    }
    assertTrue(found.size() > 3, () -> "of " + secrets + " only " + found);
  }

  @ParameterizedTest
  @MethodSource("aliases")
  void whatIsNotSeenIsAnsweredAndWorkedForAsIfItWereMissing(String alias) throws IOException {
    Crawler crawler = crawler(alias);
    Set<String> listed = crawler.listed();
    int concealed = 0;
    for (String key : keys(root(alias))) {
      if (!listed.contains(alias + "/" + key)) {
        concealed += key.startsWith("_delta_log/") ? 0 : 1;
        String missing = Crawler.another(key);
        for (String method : List.of("GET", "HEAD")) {
          for (String header : List.of("X-Plain: 1", "Range: bytes=0-3", "If-Match: \"x\"")) {
            assertSameWork(key, crawler, method, missing, header);
            String answer = crawler.anonymized(method, key, header);
            assertEquals(crawler.anonymized(method, missing, header), answer, key);
            assertTrue(answer.startsWith("404"), answer);
          }
        }
      }
    }
    assertTrue(concealed > 0 || Set.of("vacuumed", "variant").contains(alias), alias);
  }

  /** What is looked at now and then may be looked at between the two. */
  private static void assertSameWork(
      String key, Crawler crawler, String method, String missing, String header) {
    List<List<String>> works = List.of();
    for (int attempt = 0; attempt < 3; attempt++) {
      works = List.of(work(crawler, method, key, header), work(crawler, method, missing, header));
      // No other name is asked for like the last checkpoint's.
      if (works.getFirst().equals(works.getLast()) || key.endsWith("/_last_checkpoint")) {
        return;
      }
    }
    assertEquals(works.getLast(), works.getFirst(), key);
  }

  private static List<String> work(Crawler crawler, String method, String key, String header) {
    lake.backend().forget();
    crawler.anonymized(method, key, header);
    return lake.backend().asked();
  }

  @ParameterizedTest
  @MethodSource("aliases")
  void listingsHeadersAndBodiesAgree(String alias) throws IOException {
    Crawler crawler = crawler(alias);
    Map<String, String> second = crawler.described("list-type=2&max-keys=2");
    assertEquals(second, crawler.described("max-keys=3"));
    assertEquals(second.keySet(), crawler.listed());
    for (Map.Entry<String, String> each : second.entrySet()) {
      for (String method : List.of("GET", "HEAD")) {
        Answer answer = lake.http().send(method, Crawler.target(each.getKey()));
        assertEquals(200, answer.status(), each::getKey);
        assertEquals(each.getValue(), Crawler.description(answer), each::getKey);
        String tag = answer.header("ETag").orElseThrow();
        Answer matching =
            lake.http().get(Crawler.target(each.getKey()), "If-Match: " + tag, "Range: bytes=1-9");
        assertEquals(206, matching.status(), each::getKey);
        Answer whole = lake.http().get(Crawler.target(each.getKey()));
        assertTrue(whole.whole());
        assertEquals(
            whole.bytes().substring(1, Math.min(10, whole.bytes().length())), matching.bytes());
        assertEquals(
            412,
            lake.http().get(Crawler.target(each.getKey()), "If-Match: \"x\"").status(),
            each::getKey);
        assertEquals(
            304,
            lake.http().get(Crawler.target(each.getKey()), "If-None-Match: " + tag).status(),
            each::getKey);
      }
    }
    assertTrue(second.keySet().stream().anyMatch(key -> key.contains("/_delta_log/")));
  }

  @ParameterizedTest
  @MethodSource("aliases")
  void whatIsListedIsReadByKernelAsTheTableFilteredByPartition(String alias) throws IOException {
    long newest = SparkTablesIT.expected(source(alias)).path("version").asLong();
    Path copy = directory.resolve("copies").resolve(alias);
    Set<String> listed = crawler(alias).listed();
    for (String key : listed) {
      Path file = copy.resolve(key.substring(alias.length() + 1));
      Files.createDirectories(file.resolveSibling("x").getParent());
      byte[] body =
          lake.http().get(Crawler.target(key)).bytes().getBytes(StandardCharsets.ISO_8859_1);
      Files.write(file, body);
    }
    int versions = 0;
    for (long version = 0; version <= newest; version++) {
      List<Map<String, @Nullable Object>> whole;
      try {
        whole = KernelState.read(root(alias), version).additions();
      } catch (RuntimeException e) {
        continue;
      }
      if (alias.startsWith(CLEANED) && version < firstCheckpoint(source(alias))) {
        continue;
      }
      versions++;
      Predicate<Map<String, @Nullable String>> shows = shows(alias);
      assertEquals(
          whole.stream()
              .filter(add -> shows.test(values(add)))
              .map(FilteredTablesIT::text)
              .sorted()
              .toList(),
          KernelState.read(copy, version).additions().stream()
              .map(FilteredTablesIT::text)
              .sorted()
              .toList(),
          alias + " at " + version);
    }
    assertNotEquals(0, versions);
    for (Map<String, @Nullable Object> add : KernelState.read(copy, newest).additions()) {
      String key = alias + "/" + Listing.decoded(String.valueOf(add.get("path")));
      assertTrue(listed.contains(key), () -> key + " is not listed");
    }
  }

  @SuppressWarnings("unchecked") // Maps of our making.
  private static Map<String, @Nullable String> values(Map<String, @Nullable Object> add) {
    Object values = add.get("partitionValues");
    return values == null ? Map.of() : (Map<String, @Nullable String>) values;
  }

  private static String text(Map<String, @Nullable Object> add) {
    Map<String, @Nullable Object> fields = new TreeMap<>(add);
    fields.remove("dataChange");
    return fields.toString();
  }
}
