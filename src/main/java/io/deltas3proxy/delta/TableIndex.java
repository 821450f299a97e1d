package io.deltas3proxy.delta;

import io.deltas3proxy.storage.ObjectAddress;
import java.time.Instant;

/**
 * What the log of one table says of its files, in memory. It follows the log: new commits change
 * what the same instance answers, only add partition ids, and never change what an id means. A
 * change of the partition columns or of the table's identity makes a new instance.
 *
 * <p>Safe for use by any number of threads; a look-up does no I/O and takes about 100 ns.
 */
public interface TableIndex {

  /** What the log says of one object, for somebody who sees some partitions. */
  enum Sight {
    /** No commit that the index knows names the object. */
    UNKNOWN,
    /** The log names it, but not the partition that it belongs to: nobody's. */
    UNRESOLVED,
    /** It belongs to a partition that is not seen. */
    HIDDEN,
    /** It belongs to a partition that is seen. */
    VISIBLE
  }

  /** Version of the last commit that the index knows, {@code >= 0}. */
  long version();

  /** When {@link #version()} was last found to be the newest. */
  Instant refreshedAt();

  /** The {@code id} of the table's metadata. */
  String tableId();

  PartitionSchema schema();

  /** Partition ids are 0 to this, exclusive. Only grows. */
  int partitionCount();

  PartitionValues partition(int id);

  /** Looks one object up. Files that several partitions share are judged as their kind demands. */
  Sight look(ObjectAddress address, PartitionFilter filter);

  /**
   * To which partitions one object belongs, for explanations.
   *
   * @param most most partitions that are told
   */
  Membership partitionsOf(ObjectAddress address, int most);

  /**
   * Whether a "directory" has, at any depth, an object that is seen.
   *
   * @param directory relative to the table's root, ending in a slash, for example {@code 02/}
   */
  boolean directoryVisible(String directory, PartitionFilter filter);

  /** Objects that the index knows: data, change data and deletion vector files, live or not. */
  long objectCount();

  /** Bytes of heap that the index keeps, computed from its own structures. */
  long retainedBytes();
}
