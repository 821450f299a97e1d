package io.deltas3proxy.dev.tables;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.spark.sql.delta.DeltaColumnMapping;
import org.apache.spark.sql.delta.DeltaLog;
import org.apache.spark.sql.delta.Snapshot;
import org.apache.spark.sql.delta.actions.AddFile;
import org.apache.spark.sql.delta.actions.DeletionVectorDescriptor;
import org.apache.spark.sql.delta.actions.Protocol;
import org.apache.spark.sql.delta.actions.RemoveFile;
import org.apache.spark.sql.types.StructField;
import scala.Option;
import scala.jdk.javaapi.CollectionConverters;

/** What Delta Spark itself says of a table, as {@code expected.json} beside its log. */
final class ExpectedView {

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private final Path root;
  private final DeltaLog log;
  private final Map<String, Object> files = new TreeMap<>();
  private final Map<String, Object> removed = new TreeMap<>();
  private final Map<String, Set<Object>> vectors = new TreeMap<>();
  private final Map<String, Set<Object>> removedVectors = new TreeMap<>();
  private final Map<String, Object> changes = new TreeMap<>();
  private final Map<Long, Object> versions = new TreeMap<>();
  private boolean absolutePaths;

  private ExpectedView(Lake lake, String name) {
    this.root = lake.path(name);
    DeltaLog.clearCache();
    this.log = DeltaLog.forTable(lake.spark(), root.toString());
  }

  static void write(Lake lake, TestTable table) throws IOException {
    ExpectedView view = new ExpectedView(lake, table.name());
    JSON.writeValue(
        view.root.resolve("expected.json").toFile(), view.describe(table.purpose()));
  }

  private Map<String, Object> describe(String purpose) throws IOException {
    Snapshot newest = log.unsafeVolatileSnapshot();
    for (long version = 0; version <= newest.version(); version++) {
      Snapshot snapshot = version == newest.version() ? newest : at(version);
      if (snapshot != null) {
        readVersion(snapshot, version == newest.version());
      }
    }
    removed.keySet().removeAll(files.keySet());
    removedVectors.keySet().removeAll(vectors.keySet());
    // Giving deletion vectors up leaves tombstones of their files, as if they were data.
    removed.keySet().removeAll(vectors.keySet());
    removed.keySet().removeAll(removedVectors.keySet());

    Map<String, Object> expected = new LinkedHashMap<>();
    expected.put("purpose", purpose);
    expected.put("protocol", protocol(newest.protocol()));
    expected.put("tableId", newest.metadata().id());
    expected.put("version", newest.version());
    expected.put("columnMapping", newest.metadata().columnMappingMode().name());
    expected.put("partitionColumns", partitionColumns(newest));
    expected.put("absolutePaths", absolutePaths);
    expected.put("files", files);
    expected.put("deletionVectors", vectors);
    expected.put("changeFiles", changes);
    expected.put("removedFiles", removed);
    expected.put("removedDeletionVectors", removedVectors);
    expected.put("versions", versions);
    return expected;
  }

  /** The table at a version, or null when the log does not reach back to it. */
  private Snapshot at(long version) {
    try {
      return log.getSnapshotAt(version, Option.empty(), Option.empty(), false);
    } catch (RuntimeException e) {
      return null;
    } catch (Exception e) {
      // Scala declares no checked exceptions, but throws them.
      return null;
    }
  }

  private void readVersion(Snapshot snapshot, boolean newest) throws IOException {
    Map<String, String> names = logicalNames(snapshot);
    List<String> keys = new ArrayList<>();
    for (AddFile add : snapshot.allFiles().collectAsList()) {
      String key = key(add.path());
      Object values = values(CollectionConverters.asJava(add.partitionValues()), names);
      keys.add(key);
      (newest ? files : removed).put(key, values);
      addVector(add.deletionVector(), values, newest ? vectors : removedVectors);
    }
    for (RemoveFile remove : snapshot.tombstones().collectAsList()) {
      boolean known = remove.partitionValues() != null && !remove.partitionValues().isEmpty();
      Object values =
          known ? values(CollectionConverters.asJava(remove.partitionValues()), names) : null;
      // The earlier add knows its columns by the names of its time: it goes first.
      removed.putIfAbsent(key(remove.path()), values);
      addVector(remove.deletionVector(), values, removedVectors);
    }
    keys.sort(null);
    versions.put(snapshot.version(), keys);
    readChanges(snapshot.version(), names);
  }

  private void addVector(
      DeletionVectorDescriptor vector, Object values, Map<String, Set<Object>> target) {
    if (vector != null && vector.isOnDisk()) {
      URI file = vector.absolutePath(new org.apache.hadoop.fs.Path(root.toUri())).toUri();
      String path = file.getPath();
      String prefix = root + "/";
      boolean inside = path.startsWith(prefix);
      absolutePaths |= !inside;
      target
          .computeIfAbsent(
              inside ? path.substring(prefix.length()) : file.toString(),
              key -> new LinkedHashSet<>())
          .add(values);
    }
  }

  /** Change data is only in the commits, which Spark's snapshots do not show. */
  private void readChanges(long version, Map<String, String> names) throws IOException {
    Path commit = root.resolve("_delta_log").resolve(String.format("%020d.json", version));
    if (!Files.exists(commit)) {
      return;
    }
    try (Stream<String> lines = Files.lines(commit)) {
      for (String line : lines.toList()) {
        JsonNode change = JSON.readTree(line).get("cdc");
        if (change != null) {
          Map<String, String> raw = new LinkedHashMap<>();
          change
              .get("partitionValues")
              .properties()
              .forEach(e -> raw.put(e.getKey(), e.getValue().isNull() ? null : e.getValue().asText()));
          changes.put(key(change.get("path").asText()), values(raw, names));
        }
      }
    }
  }

  /** Relative paths decoded once; absolute ones as the log has them. */
  private String key(String path) {
    URI uri = URI.create(path);
    if (uri.isAbsolute()) {
      absolutePaths = true;
      return path;
    }
    return uri.getPath();
  }

  private static Map<String, String> values(Map<String, String> raw, Map<String, String> names) {
    Map<String, String> values = new TreeMap<>();
    raw.forEach(
        (name, value) ->
            values.put(
                names.getOrDefault(name, name),
                value == null || value.isEmpty() ? null : value));
    return values;
  }

  private static Map<String, String> logicalNames(Snapshot snapshot) {
    Map<String, String> names = new LinkedHashMap<>();
    for (StructField field : snapshot.metadata().partitionSchema().fields()) {
      names.put(DeltaColumnMapping.getPhysicalName(field), field.name());
    }
    return names;
  }

  private static List<Object> partitionColumns(Snapshot snapshot) {
    List<Object> columns = new ArrayList<>();
    for (StructField field : snapshot.metadata().partitionSchema().fields()) {
      Map<String, Object> column = new LinkedHashMap<>();
      column.put("name", field.name());
      column.put("physicalName", DeltaColumnMapping.getPhysicalName(field));
      column.put("type", JSON.convertValue(field.dataType().typeName(), String.class));
      columns.add(column);
    }
    return columns;
  }

  private static Map<String, Object> protocol(Protocol protocol) {
    Map<String, Object> described = new LinkedHashMap<>();
    described.put("minReaderVersion", protocol.minReaderVersion());
    described.put("minWriterVersion", protocol.minWriterVersion());
    described.put("readerFeatures", names(protocol.readerFeatures()));
    described.put("writerFeatures", names(protocol.writerFeatures()));
    return described;
  }

  private static List<String> names(Option<scala.collection.immutable.Set<String>> features) {
    return features.isEmpty()
        ? List.of()
        : CollectionConverters.asJava(features.get()).stream().sorted().toList();
  }
}
