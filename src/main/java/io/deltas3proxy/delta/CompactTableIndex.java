package io.deltas3proxy.delta;

import io.deltas3proxy.storage.ObjectAddress;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An index that keeps, for every file, a keyed hash of its key and its partition: at most 40 bytes.
 * Look-ups take no lock. One thread at a time may call the methods that change it, which whoever
 * owns the index sees to.
 *
 * <p>Files are never taken out: what left the table stays readable for those who read an older
 * version, until the index is built anew.
 */
public final class CompactTableIndex implements TableIndex {

  private final String tableId;
  private final PartitionSchema schema;
  private final String bucket;
  private final String keyPrefix;
  private final KeyedHash hash;
  private final HashedKeys files;
  private final PartitionSets sets;
  private final PartitionDictionary partitions;
  private final Directories directories;
  private volatile long version = -1;
  private volatile Instant refreshedAt = Instant.EPOCH;

  public CompactTableIndex(String tableId, PartitionSchema schema, TableLocation location) {
    this.tableId = tableId;
    this.schema = schema;
    this.bucket = location.bucket();
    this.keyPrefix = location.keyPrefix();
    hash = KeyedHash.random();
    files = new HashedKeys();
    sets = new PartitionSets();
    partitions = new PartitionDictionary();
    directories = new Directories(hash);
  }

  private CompactTableIndex(
      String tableId, PartitionSchema schema, TableLocation location, IndexInput in)
      throws IOException {
    this.tableId = tableId;
    this.schema = schema;
    this.bucket = location.bucket();
    this.keyPrefix = location.keyPrefix();
    version = in.longNumber();
    hash = KeyedHash.read(in);
    partitions = PartitionDictionary.read(in, schema.columns().size());
    sets = PartitionSets.read(in);
    files = HashedKeys.read(in);
    directories = Directories.read(in, hash);
  }

  /**
   * Writes down what the index knows, with the key of its hashes: whoever has that could choose
   * names that collide, so it is for nobody else to read. Not while another thread changes the
   * index.
   */
  public void write(IndexOutput out) throws IOException {
    out.number(version);
    hash.write(out);
    partitions.write(out);
    sets.write(out);
    files.write(out);
    directories.write(out);
  }

  /** Reads an index that was written down. It was never found to be current: that is to be done. */
  public static CompactTableIndex read(
      IndexInput in, String tableId, PartitionSchema schema, TableLocation location)
      throws IOException {
    return new CompactTableIndex(tableId, schema, location, in);
  }

  /**
   * What stands for an object that is not below the table's root in place of a relative key. It
   * begins with a slash, as no relative key of a log does.
   */
  public static String keyElsewhere(ObjectAddress address) {
    return "//" + address.bucket() + "/" + address.key();
  }

  /** The id of a partition tuple, in the order of the schema. */
  public int partitionId(List<@Nullable String> values) {
    if (values.size() != schema.columns().size()) {
      throw new IllegalArgumentException("a tuple of " + values.size() + " values");
    }
    return partitions.id(values);
  }

  /**
   * Notes a data or change data file. One that was noted with other values is then seen only by
   * those who see all its partitions.
   *
   * @param relativeKey decoded, relative to the table's root; or see {@link #keyElsewhere}
   */
  public void addFile(String relativeKey, int partition) {
    add(relativeKey, partition, false);
  }

  /** Notes a file that data files of several partitions may share: a deletion vector file. */
  public void addShared(String relativeKey, int partition) {
    add(relativeKey, partition, true);
  }

  /** Notes a file of which the partition is not known, which makes it nobody's from now on. */
  public void addUnresolved(String relativeKey) {
    files.put(hashOf(relativeKey), Placement.of(Placement.UNRESOLVED, 0));
  }

  /**
   * Notes a file that was removed without its partition being told; does nothing for a file that is
   * known. It is nobody's until it is noted with a partition.
   */
  public void addRemoved(String relativeKey) {
    Hash128 key = hashOf(relativeKey);
    if (files.get(key) == HashedKeys.ABSENT) {
      files.put(key, Placement.of(Placement.ONLY_REMOVED, 0));
    }
  }

  /** Whether the file was noted before. */
  public boolean knows(String relativeKey) {
    return files.get(hashOf(relativeKey)) != HashedKeys.ABSENT;
  }

  /**
   * The partition of a data file that belongs to exactly one.
   *
   * @return -1 for a file that is not known, or not so
   */
  public int partitionOf(String relativeKey) {
    int placement = files.get(hashOf(relativeKey));
    return placement != HashedKeys.ABSENT && Placement.kind(placement) == Placement.FILE
        ? Placement.number(placement)
        : -1;
  }

  /** Says that the index knows all commits up to a version, which was the newest at that time. */
  public void current(long newVersion, Instant at) {
    version = newVersion;
    refreshedAt = at;
  }

  private void add(String relativeKey, int partition, boolean shared) {
    Hash128 key = hashOf(relativeKey);
    int known = files.get(key);
    int placement =
        known == HashedKeys.ABSENT
            ? Placement.of(shared ? Placement.SHARED : Placement.FILE, partition)
            : together(known, partition, shared);
    if (placement != known) {
      files.put(key, placement);
      if (Placement.kind(placement) != Placement.UNRESOLVED && !relativeKey.startsWith("/")) {
        directories.addFile(relativeKey, partition);
      }
    } else if (Placement.kind(placement) == Placement.SHARED_BY_ANY
        && !relativeKey.startsWith("/")) {
      directories.addFile(relativeKey, partition);
    }
  }

  /** What a file that has a placement gets when it is noted once more. */
  private int together(int known, int partition, boolean shared) {
    int number = Placement.number(known);
    return switch (Placement.kind(known)) {
      case Placement.FILE ->
          number == partition
              ? known
              : Placement.of(Placement.FILE_IN_ALL, sets.create(number, partition));
      case Placement.SHARED -> {
        if (number == partition) {
          yield shared ? known : Placement.of(Placement.FILE, partition);
        }
        yield Placement.of(
            shared ? Placement.SHARED_BY_ANY : Placement.FILE_IN_ALL,
            sets.create(number, partition));
      }
      case Placement.SHARED_BY_ANY -> {
        sets.get(number).add(partition);
        yield shared ? known : Placement.of(Placement.FILE_IN_ALL, number);
      }
      case Placement.FILE_IN_ALL -> {
        sets.get(number).add(partition);
        yield known;
      }
      case Placement.ONLY_REMOVED ->
          Placement.of(shared ? Placement.SHARED : Placement.FILE, partition);
      default -> known;
    };
  }

  private Hash128 hashOf(String relativeKey) {
    return hash.of(relativeKey, 0, relativeKey.length());
  }

  @Override
  public Sight look(ObjectAddress address, PartitionFilter filter) {
    int placement = placement(address);
    if (placement == HashedKeys.ABSENT) {
      return Sight.UNKNOWN;
    }
    int number = Placement.number(placement);
    return switch (Placement.kind(placement)) {
      case Placement.FILE, Placement.SHARED -> sight(filter.sees(number));
      case Placement.FILE_IN_ALL -> sight(sets.get(number).allSeen(filter));
      case Placement.SHARED_BY_ANY -> sight(sets.get(number).anySeen(filter));
      default -> Sight.UNRESOLVED;
    };
  }

  private int placement(ObjectAddress address) {
    String key = address.key();
    if (!key.startsWith(keyPrefix) || !address.bucket().equals(bucket)) {
      return files.get(hashOf(keyElsewhere(address)));
    }
    int from = keyPrefix.length();
    // No log's relative key begins with a slash: such a one would be taken for one elsewhere.
    return from < key.length() && key.charAt(from) == '/'
        ? HashedKeys.ABSENT
        : files.get(hash.of(key, from, key.length()));
  }

  private static Sight sight(boolean seen) {
    return seen ? Sight.VISIBLE : Sight.HIDDEN;
  }

  @Override
  public Membership partitionsOf(ObjectAddress address, int most) {
    int placement = placement(address);
    if (placement == HashedKeys.ABSENT) {
      return Membership.UNKNOWN;
    }
    int number = Placement.number(placement);
    return switch (Placement.kind(placement)) {
      case Placement.FILE -> new Membership(Membership.Kind.FILE, List.of(number));
      case Placement.SHARED -> new Membership(Membership.Kind.SHARED, List.of(number));
      case Placement.FILE_IN_ALL ->
          new Membership(Membership.Kind.FILE, sets.get(number).first(most));
      case Placement.SHARED_BY_ANY ->
          new Membership(Membership.Kind.SHARED, sets.get(number).first(most));
      default -> Membership.UNRESOLVED;
    };
  }

  @Override
  public boolean directoryVisible(String directory, PartitionFilter filter) {
    return directories.visible(directory, filter);
  }

  @Override
  public long version() {
    return version;
  }

  @Override
  public Instant refreshedAt() {
    return refreshedAt;
  }

  @Override
  public String tableId() {
    return tableId;
  }

  @Override
  public PartitionSchema schema() {
    return schema;
  }

  @Override
  public int partitionCount() {
    return partitions.count();
  }

  @Override
  public PartitionValues partition(int id) {
    return partitions.get(id);
  }

  @Override
  public long objectCount() {
    return files.size();
  }

  @Override
  public long retainedBytes() {
    return files.retainedBytes()
        + sets.retainedBytes()
        + partitions.retainedBytes()
        + directories.retainedBytes();
  }
}
