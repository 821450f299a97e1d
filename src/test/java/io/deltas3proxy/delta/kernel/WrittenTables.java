package io.deltas3proxy.delta.kernel;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.deltas3proxy.delta.PartitionColumn;
import io.deltas3proxy.delta.PartitionFilter;
import io.deltas3proxy.delta.Table;
import io.deltas3proxy.delta.TableIndex;
import io.deltas3proxy.delta.TableLocation;
import io.deltas3proxy.storage.local.LocalObjectStore;
import io.deltas3proxy.testing.SettableClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The tables that Delta Spark wrote, each with what an index has to say of it. */
final class WrittenTables {

  static final Path ROOT = Path.of("src/test/resources/tables").toAbsolutePath();

  private static final ObjectMapper JSON = new ObjectMapper();

  private WrittenTables() {}

  static Stream<String> names() throws IOException {
    List<String> names;
    try (Stream<Path> tables = Files.list(ROOT)) {
      names =
          tables
              .filter(table -> Files.exists(table.resolve("expected.json")))
              .map(table -> table.getFileName().toString())
              .sorted()
              .toList();
    }
    return names.stream();
  }

  static JsonNode expected(String name) throws IOException {
    return JSON.readTree(ROOT.resolve(name).resolve("expected.json").toFile());
  }

  /** Every file below the table's root that its log is expected to name, live or not. */
  static Set<String> keys(JsonNode expected) {
    Set<String> keys = new TreeSet<>();
    for (String kind :
        List.of(
            "files", "changeFiles", "removedFiles", "deletionVectors", "removedDeletionVectors")) {
      expected.get(kind).fieldNames().forEachRemaining(keys::add);
    }
    keys.removeIf(key -> !isInside(key));
    return keys;
  }

  /** Whether a key of an expectation is relative to the table's root. */
  static boolean isInside(String key) {
    return !key.startsWith("s3://");
  }

  /** Every file on the disk below the table's root, also of its log. */
  static Set<String> files(String name) throws IOException {
    Path root = ROOT.resolve(name);
    try (Stream<Path> files = Files.walk(root)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> root.relativize(file).toString())
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  static Table table(String name) {
    LocalObjectStore store = new LocalObjectStore(List.of(ROOT));
    String path = ROOT.resolve(name).toString().substring(1);
    return new Table(name, new TableLocation(store, "", path));
  }

  /** Indexes with a clock from before the tables were written, so that no retention passed. */
  static KernelTableIndexes indexes() {
    return new KernelTableIndexes(
        new IndexSettings(
            256L << 20,
            Duration.ofHours(1),
            Duration.ZERO,
            Duration.ofDays(1),
            Duration.ofSeconds(60),
            Duration.ofDays(7)),
        new SettableClock(Instant.parse("2026-01-01T00:00:00Z")));
  }

  /** The values of a tuple by column name, in the order of the index's columns. */
  static @Nullable List<@Nullable String> tuple(TableIndex index, JsonNode values) {
    List<@Nullable String> tuple = new ArrayList<>();
    for (PartitionColumn column : index.schema().columns()) {
      JsonNode value = values.get(column.name());
      if (value == null) {
        return null;
      }
      tuple.add(value.isNull() || value.asText().isEmpty() ? null : value.asText());
    }
    return tuple;
  }

  static PartitionFilter only(TableIndex index, List<@Nullable String> tuple) {
    return id -> index.partition(id).values().equals(tuple);
  }
}
