package io.deltas3proxy.delta.kernel;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.deltas3proxy.delta.PartitionPolicy;
import io.deltas3proxy.delta.view.FileJudge;
import io.deltas3proxy.testing.KernelState;
import io.deltas3proxy.testing.ViewCopy;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** No byte of a view tells of a file, a value or a statistic of a partition that is not seen. */
class ViewLeakTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int RANDOM_POLICIES = 1;

  @TempDir private Path directory;

  /** What is told of files that are seen, or of the whole table, and what of others. */
  private static final class Told {
    private final StringBuilder open = new StringBuilder();
    private final Set<String> secret = new TreeSet<>();

    void add(Map<String, @Nullable String> values, List<String> told, FileJudge judge) {
      if (judge.shows(values)) {
        told.forEach(text -> open.append(text).append('\n'));
        open.append(values).append('\n');
      } else {
        secret.addAll(told);
        values.values().stream().filter(value -> value != null).forEach(secret::add);
      }
    }

    /** What must not appear; texts of a few letters appear by chance. */
    Set<String> forbidden() {
      Set<String> forbidden = new TreeSet<>(secret);
      forbidden.removeIf(text -> text.length() < 4 || open.indexOf(text) >= 0);
      return forbidden;
    }
  }

  @ParameterizedTest
  @MethodSource("io.deltas3proxy.delta.kernel.ViewedTables#names")
  void noByteTellsOfWhatIsNotSeen(String name) throws Exception {
    try (ViewedTables viewed = ViewedTables.open(name, directory)) {
      for (PartitionPolicy policy : viewed.policies(RANDOM_POLICIES)) {
        Path copy = directory.resolve("copy-" + policy.fingerprint());
        List<String> files = ViewCopy.copy(viewed.table(), viewed.view(policy), copy);
        Set<String> forbidden = told(viewed, policy).forbidden();
        for (String file : files) {
          String text = text(copy.resolve("_delta_log").resolve(file));
          for (String secret : forbidden) {
            assertFalse(
                text.contains(secret), () -> policy.fingerprint() + ": " + file + ": " + secret);
          }
        }
      }
    }
  }

  @Test
  void whatIsForbiddenIsFoundWhereNothingIsFiltered() throws Exception {
    try (ViewedTables viewed = ViewedTables.open("cleaned several-columns", directory)) {
      PartitionPolicy none = viewed.policies(0).get(1);
      Set<String> forbidden = told(viewed, none).forbidden();
      assertTrue(forbidden.size() > 3, "too little is forbidden");
      StringBuilder all = new StringBuilder();
      Path log = viewed.root().resolve("_delta_log");
      try (Stream<Path> files = Files.list(log)) {
        for (Path file : files.toList()) {
          all.append(text(file));
        }
      }
      for (String secret : forbidden) {
        assertTrue(all.indexOf(secret) >= 0, secret);
      }
    }
  }

  private static Told told(ViewedTables viewed, PartitionPolicy policy) throws Exception {
    Told told = new Told();
    FileJudge judge = new FileJudge(viewed.table(), policy);
    Path log = viewed.root().resolve("_delta_log");
    for (long version = 0; version <= viewed.index().version(); version++) {
      Path commit = log.resolve(LogListing.commitName(version));
      if (Files.exists(commit)) {
        for (String line : Files.readAllLines(commit)) {
          read(JSON.readTree(line), told, judge);
        }
        read(viewed.root(), version, told, judge);
      }
    }
    return told;
  }

  private static void read(JsonNode line, Told told, FileJudge judge) {
    for (String kind : List.of("add", "remove", "cdc")) {
      JsonNode file = line.get(kind);
      // A removal that does not tell its partition is as secret as the addition.
      if (file != null && file.path("partitionValues").size() > 0) {
        Map<String, @Nullable String> values = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> value : file.path("partitionValues").properties()) {
          values.put(value.getKey(), value.getValue().isNull() ? null : value.getValue().asText());
        }
        told.add(values, texts(file.get("path").asText(), file.path("stats").asText()), judge);
      }
    }
    for (String kind : List.of("metaData", "protocol", "txn", "domainMetadata")) {
      if (line.has(kind)) {
        told.open.append(line).append(line.path(kind).path("schemaString").asText()).append('\n');
      }
    }
  }

  /** What only checkpoints tell. */
  @SuppressWarnings("unchecked") // Maps of our making.
  private static void read(Path root, long version, Told told, FileJudge judge) throws IOException {
    KernelState state;
    try {
      state = KernelState.read(root, version);
    } catch (RuntimeException e) {
      return;
    }
    for (Map<String, @Nullable Object> action : state.actions()) {
      if (action.get("add") instanceof Map<?, ?> add) {
        Object values = add.get("partitionValues");
        told.add(
            values == null ? new TreeMap<>() : (Map<String, @Nullable String>) values,
            texts(String.valueOf(add.get("path")), String.valueOf(add.get("stats"))),
            judge);
      } else {
        told.open.append(action).append('\n');
      }
    }
  }

  private static List<String> texts(String path, String statistics) {
    return statistics.isEmpty() || statistics.equals("null")
        ? List.of(path)
        : List.of(path, statistics, statistics.replace("\"", "\\\""));
  }

  /** A file as it is and, of Parquet, what it says when it is read. */
  private static String text(Path file) throws IOException {
    String raw = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    return file.toString().endsWith(".parquet") ? raw + KernelState.checkpointText(file) : raw;
  }
}
