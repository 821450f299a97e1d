package io.deltas3proxy.delta.kernel;

import io.delta.kernel.data.Row;
import io.delta.kernel.internal.actions.DeletionVectorDescriptor;
import io.delta.kernel.types.StructType;
import io.deltas3proxy.delta.LoggedPath;
import io.deltas3proxy.delta.SeenKeys;
import io.deltas3proxy.delta.TableLocation;
import io.deltas3proxy.delta.action.ActionForm;
import io.deltas3proxy.delta.action.MalformedCommitException;
import java.net.URI;
import java.net.URISyntaxException;
import org.jspecify.annotations.Nullable;

/** Holds what a commit says of files against what readers demand of it. */
final class FileTrial {

  /** Actions of one commit that name files; each is remembered in some 25 bytes. */
  private static final int MOST_FILES = 2_000_000;

  private final TableLocation location;
  private final ActionRows rows;
  private final PartitionTexts partitions;
  private final SeenKeys seen = new SeenKeys();
  private int files;

  FileTrial(TableLocation location, ActionRows rows, PartitionTexts partitions) {
    this.location = location;
    this.rows = rows;
    this.partitions = partitions;
  }

  /** The same before anything was taken. */
  FileTrial anew() {
    return new FileTrial(location, rows, partitions);
  }

  /** Whether any file was named. */
  boolean any() {
    return files > 0;
  }

  /**
   * @param demands {@code null} where nothing is known of the table
   */
  void take(ActionRows.Action action, @Nullable FileDemands demands)
      throws MalformedCommitException {
    files++;
    require(files <= MOST_FILES, "more than " + MOST_FILES + " files");
    Row fields = action.fields();
    String path = fields.getString(index(fields, "path"));
    requireUri(path);
    requireCount(fields, "size");
    switch (action.kind()) {
      case "add" -> takeAdded(fields, path, demands);
      case "remove" -> takeRemoved(fields, path, demands);
      default -> {
        require(seen.add("cdc\n" + key(path)), "a change data file twice");
        requirePartition(fields, demands);
      }
    }
  }

  private void takeAdded(Row fields, String path, @Nullable FileDemands demands)
      throws MalformedCommitException {
    CommitTimes.require(fields, "modificationTime");
    String vector = vector(fields, demands);
    require(seen.add(key(path) + vector), "a file twice");
    require(vector.isEmpty() || seen.add("add\n" + key(path)), "a file twice");
    requirePartition(fields, demands);
    if (demands != null) {
      int statistics = index(fields, "stats");
      if (!fields.isNullAt(statistics)) {
        requireStatistics(fields.getString(statistics), demands.statistics());
      }
      requireRowIds(fields, demands);
    }
  }

  private void takeRemoved(Row fields, String path, @Nullable FileDemands demands)
      throws MalformedCommitException {
    CommitTimes.require(fields, "deletionTimestamp");
    require(seen.add(key(path) + vector(fields, demands)), "a file twice");
    require(
        demands == null || !demands.appendOnly() || !fields.getBoolean(index(fields, "dataChange")),
        "a removal from a table that is appendOnly");
  }

  private void requirePartition(Row fields, @Nullable FileDemands demands)
      throws MalformedCommitException {
    if (demands != null) {
      partitions.require(fields.getMap(index(fields, "partitionValues")), demands.partition());
    }
  }

  private static void requireRowIds(Row fields, FileDemands demands)
      throws MalformedCommitException {
    boolean given =
        !fields.isNullAt(index(fields, "baseRowId"))
            && !fields.isNullAt(index(fields, "defaultRowCommitVersion"));
    require(!demands.rowIds() || given, "a file without row ids, which the table tracks");
    requireCount(fields, "baseRowId");
    requireCount(fields, "defaultRowCommitVersion");
  }

  private void requireStatistics(String statistics, StructType schema)
      throws MalformedCommitException {
    ActionForm.requireObject(statistics, "stats");
    Row read = rows.parse(statistics, schema, "stats");
    requireCount(read, "numRecords");
  }

  /** Most readers make a URI of a path, and give the table up if that fails. */
  private static void requireUri(String path) throws MalformedCommitException {
    try {
      URI uri = new URI(path);
      require(!uri.isOpaque(), "a path that is a URI of another kind");
    } catch (URISyntaxException e) {
      throw new MalformedCommitException("a path that is no URI", e);
    }
  }

  /** What tells a file's deletion vector from others; empty without one. */
  private static String vector(Row fields, @Nullable FileDemands demands)
      throws MalformedCommitException {
    int field = index(fields, "deletionVector");
    if (fields.isNullAt(field)) {
      return "";
    }
    require(
        demands == null || demands.vectors(), "a deletion vector, which the table must not have");
    DeletionVectorDescriptor vector = DeletionVectorDescriptor.fromRow(fields.getStruct(field));
    boolean placed = vector.getOffset().isPresent() && vector.getOffset().get() >= 0;
    require(
        vector.getSizeInBytes() > 0
            && vector.getCardinality() >= 0
            && (vector.isInline() ? vector.getOffset().isEmpty() : placed),
        "a deletion vector whose size, cardinality or offset cannot be");
    try {
      switch (vector.getStorageType()) {
        case DeletionVectorDescriptor.INLINE_DV_MARKER ->
            require(
                vector.inlineData().length == vector.getSizeInBytes(),
                "a deletion vector of another size than it says");
        default -> {
          var unused = vector.getAbsolutePath("delta:/table");
        }
      }
    } catch (RuntimeException e) {
      throw new MalformedCommitException("a deletion vector that cannot be read", e);
    }
    return "\n" + vector.getUniqueId();
  }

  private String key(String path) {
    return switch (LoggedPath.read(path, location)) {
      case LoggedPath.Inside(String relativeKey) -> relativeKey;
      case LoggedPath.Elsewhere elsewhere ->
          "/" + elsewhere.address().bucket() + "/" + elsewhere.address().key();
      case LoggedPath.Outside() -> path;
    };
  }

  private static void requireCount(Row fields, String name) throws MalformedCommitException {
    int field = index(fields, name);
    require(fields.isNullAt(field) || fields.getLong(field) >= 0, "a negative " + name);
  }

  private static int index(Row fields, String name) {
    return fields.getSchema().indexOf(name);
  }

  private static void require(boolean sound, String problem) throws MalformedCommitException {
    if (!sound) {
      throw new MalformedCommitException(problem);
    }
  }
}
