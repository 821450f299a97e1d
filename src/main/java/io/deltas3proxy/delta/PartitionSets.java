package io.deltas3proxy.delta;

import java.io.IOException;
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

  /** Not while another thread writes to the sets. */
  void write(IndexOutput out) throws IOException {
    out.number(count);
    for (int i = 0; i < count; i++) {
      sets[i].write(out);
    }
  }

  static PartitionSets read(IndexInput in) throws IOException {
    PartitionSets read = new PartitionSets();
    int count = in.count(Placement.MOST);
    PartitionSet[] sets = read.sets;
    for (int i = 0; i < count; i++) {
      if (i == sets.length) {
        sets = Arrays.copyOf(sets, i + (i >>> 1));
      }
      sets[i] = PartitionSet.read(in);
    }
    read.count = count;
    read.sets = sets;
    return read;
  }

  long retainedBytes() {
    long bytes = 32 + 4L * sets.length;
    for (int i = 0; i < count; i++) {
      bytes += sets[i].retainedBytes();
    }
    return bytes;
  }
}
