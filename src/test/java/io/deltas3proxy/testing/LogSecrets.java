package io.deltas3proxy.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What the log of a table tells of files that somebody may not see: paths, partition values and
 * statistics.
 */
public final class LogSecrets {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Predicate<Map<String, @Nullable String>> shows;

  /** What is told of files that are seen, or of the whole table. */
  private final StringBuilder open = new StringBuilder();

  private final Set<String> secret = new TreeSet<>();

  private LogSecrets(Predicate<Map<String, @Nullable String>> shows) {
    this.shows = shows;
  }

  /**
   * Reads what commits and checkpoints tell.
   *
   * @param shows whether a partition is seen, by physical names of columns
   */
  public static LogSecrets of(
      Path root, long newest, Predicate<Map<String, @Nullable String>> shows) throws IOException {
    LogSecrets secrets = new LogSecrets(shows);
    Path log = root.resolve("_delta_log");
    for (long version = 0; version <= newest; version++) {
      Path commit = log.resolve("%020d.json".formatted(version));
      if (Files.exists(commit)) {
        for (String line : Files.readAllLines(commit)) {
          secrets.read(JSON.readTree(line));
        }
        secrets.readState(root, version);
      }
    }
    return secrets;
  }

  /** What must not appear; texts of a few letters appear by chance. */
  public Set<String> forbidden() {
    Set<String> forbidden = new TreeSet<>(secret);
    forbidden.removeIf(text -> text.length() < 4 || open.indexOf(text) >= 0);
    return forbidden;
  }

  private void add(Map<String, @Nullable String> values, List<String> told) {
    if (shows.test(values)) {
      told.forEach(text -> open.append(text).append('\n'));
      open.append(values).append('\n');
    } else {
      secret.addAll(told);
      values.values().stream().filter(value -> value != null).forEach(secret::add);
    }
  }

  private void read(JsonNode line) {
    for (String kind : List.of("add", "remove", "cdc")) {
      JsonNode file = line.get(kind);
      // A removal that does not tell its partition is as secret as the addition.
      if (file != null && file.path("partitionValues").size() > 0) {
        Map<String, @Nullable String> values = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> value : file.path("partitionValues").properties()) {
          values.put(value.getKey(), value.getValue().isNull() ? null : value.getValue().asText());
        }
        add(values, texts(file.get("path").asText(), file.path("stats").asText()));
      }
    }
    for (String kind : List.of("metaData", "protocol", "txn", "domainMetadata")) {
      if (line.has(kind)) {
        open.append(line).append(line.path(kind).path("schemaString").asText()).append('\n');
      }
    }
  }

  /** What only checkpoints tell. */
  @SuppressWarnings("unchecked") // Maps of our making.
  private void readState(Path root, long version) throws IOException {
    KernelState state;
    try {
      state = KernelState.read(root, version);
    } catch (RuntimeException e) {
      return;
    }
    for (Map<String, @Nullable Object> action : state.actions()) {
      if (action.get("add") instanceof Map<?, ?> add) {
        Object values = add.get("partitionValues");
        add(
            values == null ? new TreeMap<>() : (Map<String, @Nullable String>) values,
            texts(String.valueOf(add.get("path")), String.valueOf(add.get("stats"))));
      } else {
        open.append(action).append('\n');
      }
    }
  }

  private static List<String> texts(String path, String statistics) {
    return statistics.isEmpty() || statistics.equals("null")
        ? List.of(path)
        : List.of(path, statistics, statistics.replace("\"", "\\\""));
  }
}
