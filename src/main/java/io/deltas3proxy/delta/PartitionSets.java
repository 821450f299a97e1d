package io.deltas3proxy.delta;

import java.util.Arrays;

/** Numbered {@link PartitionSet}s. Any number of threads read; one at a time writes. */
final class PartitionSets {

  private volatile PartitionSet[] sets = new PartitionSet[8];
  private int count;

  PartitionSet get(int number) {
    return sets[number];
  }

  /** Makes a new set of two ids and gives its number. Only for the one writing thread. */
  int create(int first, int second) {
    PartitionSet set = new PartitionSet();
    set.add(first);
    set.add(second);
    PartitionSet[] known = sets;
    if (count == known.length) {
      known = Arrays.copyOf(known, count + (count >>> 1));
    }
    known[count] = set;
    // Written again even when it did not grow, so that readers see the new element.
    sets = known;
    return count++;
  }

  long retainedBytes() {
    long bytes = 32 + 4L * sets.length;
    for (int i = 0; i < count; i++) {
      bytes += sets[i].retainedBytes();
    }
    return bytes;
  }
}
