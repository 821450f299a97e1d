package io.deltas3proxy.delta;

import java.io.IOException;

/**
 * The "directories" of a table, each with the partitions that have a file in it, at any depth. Any
 * number of threads read; one at a time writes.
 */
final class Directories {

  private final KeyedHash hash;
  private final HashedKeys directories;
  private final PartitionSets sets;

  Directories(KeyedHash hash) {
    this(hash, new HashedKeys(), new PartitionSets());
  }

  private Directories(KeyedHash hash, HashedKeys directories, PartitionSets sets) {
    this.hash = hash;
    this.directories = directories;
    this.sets = sets;
  }

  /** Not while another thread writes to the directories. */
  void write(IndexOutput out) throws IOException {
    sets.write(out);
    directories.write(out);
  }

  static Directories read(IndexInput in, KeyedHash hash) throws IOException {
    PartitionSets sets = PartitionSets.read(in);
    return new Directories(hash, HashedKeys.read(in), sets);
  }

  /** Notes a file in all directories above it. Only for the one writing thread. */
  void addFile(String relativeKey, int partition) {
    int slash = relativeKey.lastIndexOf('/');
    // When a directory has the partition already, then so have those above it.
    while (slash >= 0 && add(relativeKey, slash + 1, partition)) {
      slash = slash == 0 ? -1 : relativeKey.lastIndexOf('/', slash - 1);
    }
  }

  private boolean add(String relativeKey, int length, int partition) {
    Hash128 key = hash.of(relativeKey, 0, length);
    int placement = directories.get(key);
    if (placement == HashedKeys.ABSENT) {
      directories.put(key, Placement.of(Placement.SHARED, partition));
      return true;
    }
    int number = Placement.number(placement);
    if (Placement.kind(placement) == Placement.SHARED_BY_ANY) {
      return sets.get(number).add(partition);
    }
    if (number == partition) {
      return false;
    }
    directories.put(key, Placement.of(Placement.SHARED_BY_ANY, sets.create(number, partition)));
    return true;
  }

  /**
   * @param directory ends in a slash
   */
  boolean visible(String directory, PartitionFilter filter) {
    int placement = directories.get(hash.of(directory, 0, directory.length()));
    if (placement == HashedKeys.ABSENT) {
      return false;
    }
    int number = Placement.number(placement);
    return Placement.kind(placement) == Placement.SHARED_BY_ANY
        ? sets.get(number).anySeen(filter)
        : filter.sees(number);
  }

  long retainedBytes() {
    return directories.retainedBytes() + sets.retainedBytes();
  }
}
