package io.deltas3proxy.testing;

import io.deltas3proxy.delta.Membership;
import io.deltas3proxy.delta.PartitionFilter;
import io.deltas3proxy.delta.PartitionSchema;
import io.deltas3proxy.delta.PartitionValues;
import io.deltas3proxy.delta.TableIndex;
import io.deltas3proxy.storage.ObjectAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An index that is told what it knows. */
public final class FakeTableIndex implements TableIndex {

  private final PartitionSchema schema;
  private final String keyPrefix;
  private final List<PartitionValues> partitions = new ArrayList<>();
  private final Map<String, Integer> files = new HashMap<>();
  private int partitionsRead;
  private long version;

  /**
   * @param keyPrefix physical prefix of the table's keys, with its slash
   */
  public FakeTableIndex(PartitionSchema schema, String keyPrefix) {
    this.schema = schema;
    this.keyPrefix = keyPrefix;
  }

  /** Adds a file whose partition has these values. */
  public FakeTableIndex file(String relativeKey, @Nullable String... values) {
    List<@Nullable String> tuple = new ArrayList<>();
    Collections.addAll(tuple, values);
    PartitionValues partition = new PartitionValues(tuple);
    int id = partitions.indexOf(partition);
    if (id < 0) {
      id = partitions.size();
      partitions.add(partition);
    }
    files.put(relativeKey, id);
    return this;
  }

  /** Says which commit the index knows last. */
  public FakeTableIndex at(long newVersion) {
    version = newVersion;
    return this;
  }

  /** Adds a file whose partition the log does not tell. */
  public FakeTableIndex unresolvedFile(String relativeKey) {
    files.put(relativeKey, -1);
    return this;
  }

  /** How often somebody asked what the values of a partition are. */
  public int partitionsRead() {
    return partitionsRead;
  }

  @Override
  public long version() {
    return version;
  }

  @Override
  public Instant refreshedAt() {
    return Instant.EPOCH;
  }

  @Override
  public String tableId() {
    return "fake";
  }

  @Override
  public PartitionSchema schema() {
    return schema;
  }

  @Override
  public int partitionCount() {
    return partitions.size();
  }

  @Override
  public PartitionValues partition(int id) {
    partitionsRead++;
    return partitions.get(id);
  }

  @Override
  public Sight look(ObjectAddress address, PartitionFilter filter) {
    Integer id =
        address.key().startsWith(keyPrefix)
            ? files.get(address.key().substring(keyPrefix.length()))
            : null;
    if (id == null) {
      return Sight.UNKNOWN;
    }
    if (id < 0) {
      return Sight.UNRESOLVED;
    }
    return filter.sees(id) ? Sight.VISIBLE : Sight.HIDDEN;
  }

  @Override
  public Membership partitionsOf(ObjectAddress address, int most) {
    Integer id =
        address.key().startsWith(keyPrefix)
            ? files.get(address.key().substring(keyPrefix.length()))
            : null;
    if (id == null) {
      return Membership.UNKNOWN;
    }
    return id < 0
        ? Membership.UNRESOLVED
        : new Membership(Membership.Kind.FILE, List.of(id).subList(0, Math.min(most, 1)));
  }

  @Override
  public boolean directoryVisible(String directory, PartitionFilter filter) {
    return files.entrySet().stream()
        .anyMatch(file ->
            file.getKey().startsWith(directory)
                && file.getValue() >= 0
                && filter.sees(file.getValue()));
  }

  @Override
  public long objectCount() {
    return files.size();
  }

  @Override
  public long retainedBytes() {
    return 0;
  }
}
