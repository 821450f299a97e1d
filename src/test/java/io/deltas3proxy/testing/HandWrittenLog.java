package io.deltas3proxy.testing;

import io.deltas3proxy.delta.Table;
import io.deltas3proxy.delta.TableLocation;
import io.deltas3proxy.storage.ObjectAddress;
import io.deltas3proxy.storage.ObjectStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The log of a table in a directory, written line by line. It has one string partition column,
 * {@code MIC}, unless it is started with other metadata. Data files are named only.
 */
public final class HandWrittenLog {

  public static final String PROTOCOL =
      "{\"protocol\":{\"minReaderVersion\":1,\"minWriterVersion\":2}}";

  private final Path root;
  private long next;

  public HandWrittenLog(Path root) {
    this.root = root;
    try {
      Files.createDirectories(root.resolve("_delta_log"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts the log with version 0: a table of one long column, partitioned by MIC. */
  public HandWrittenLog start() {
    return commit(PROTOCOL, metadata("table-1", "MIC", "string", "{}"));
  }

  /** The metadata of a table of one long column, partitioned by another. */
  public static String metadata(String id, String column, String type, String configuration) {
    String field = "{\"name\":\"%s\",\"type\":\"%s\",\"nullable\":true,\"metadata\":{}}";
    return metadataOf(
        id,
        String.format(field, "x", "long") + "," + String.format(field, column, type),
        "\"" + column + "\"",
        configuration);
  }

  /** Metadata with the given fields and partition columns, as JSON. */
  public static String metadataOf(
      String id, String fields, String partitionColumns, String configuration) {
    String schema = "{\"type\":\"struct\",\"fields\":[" + fields + "]}";
    return "{\"metaData\":{\"id\":\""
        + id
        + "\",\"format\":{\"provider\":\"parquet\",\"options\":{}},\"schemaString\":\""
        + schema.replace("\"", "\\\"")
        + "\",\"partitionColumns\":["
        + partitionColumns
        + "],\"configuration\":"
        + configuration
        + ",\"createdTime\":1700000000000}}";
  }

  public static String add(String path, String mic) {
    return addWith(path, "{\"MIC\":\"" + mic + "\"}", "");
  }

  /**
   * @param partitionValues as JSON
   * @param more further fields as JSON, each after a comma
   */
  public static String addWith(String path, String partitionValues, String more) {
    return "{\"add\":{\"path\":\""
        + path
        + "\",\"partitionValues\":"
        + partitionValues
        + ",\"size\":1,\"modificationTime\":1700000000000,\"dataChange\":true"
        + more
        + "}}";
  }

  /** A removal that does not tell the partition. */
  public static String remove(String path, long deletedAt) {
    return removeWith(path, deletedAt, "");
  }

  public static String removeWith(String path, long deletedAt, String more) {
    return "{\"remove\":{\"path\":\""
        + path
        + "\",\"deletionTimestamp\":"
        + deletedAt
        + ",\"dataChange\":true"
        + more
        + "}}";
  }

  public static String changeData(String path, String mic) {
    return "{\"cdc\":{\"path\":\""
        + path
        + "\",\"partitionValues\":{\"MIC\":\""
        + mic
        + "\"},\"size\":1,\"dataChange\":false}}";
  }

  /** Field of a deletion vector for {@link #addWith}. */
  public static String deletionVector(String type, String path) {
    return ",\"deletionVector\":{\"storageType\":\""
        + type
        + "\",\"pathOrInlineDv\":\""
        + path
        + "\",\"offset\":1,\"sizeInBytes\":34,\"cardinality\":1}";
  }

  /** Writes the next commit. */
  public HandWrittenLog commit(String... actions) {
    return write(String.format("%020d.json", next++), String.join("\n", actions) + "\n");
  }

  /** Writes a file into the log. */
  public HandWrittenLog write(String name, String text) {
    try {
      Files.writeString(root.resolve("_delta_log").resolve(name), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  public void delete(String name) {
    try {
      Files.delete(root.resolve("_delta_log").resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Goes on with another version, as if those between were missing. */
  public HandWrittenLog skipTo(long version) {
    next = version;
    return this;
  }

  public Table table(String alias, ObjectStore store) {
    return new Table(alias, new TableLocation(store, "", root.toString().substring(1)));
  }

  public ObjectAddress address(String relativeKey) {
    return new ObjectAddress("", root.toString().substring(1) + "/" + relativeKey);
  }
}
