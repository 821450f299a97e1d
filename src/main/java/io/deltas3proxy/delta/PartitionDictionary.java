package io.deltas3proxy.delta;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The distinct partition tuples of one index with their ids, 0 and up in order of appearance. Any
 * number of threads read; one at a time writes.
 */
final class PartitionDictionary {

  private volatile PartitionValues[] tuples = new PartitionValues[16];
  private volatile int count;

  /** Open addressing by the hash of the tuple: id plus 1, or 0 for an empty slot. */
  private int[] slots = new int[32];

  /** One instance of each distinct value, as tuples repeat them. */
  private final Map<String, String> values = new HashMap<>();

  /** Bytes of these, counted as they come: others may ask while the map changes. */
  private volatile long valueBytes;

  private int last = -1;

  int count() {
    return count;
  }

  PartitionValues get(int id) {
    if (id < 0 || id >= count) {
      throw new IndexOutOfBoundsException("no partition " + id);
    }
    return tuples[id];
  }

  /** The id of a tuple, a new one if it is new. Only for the one writing thread. */
  int id(List<@Nullable String> tuple) {
    if (last >= 0 && same(tuples[last], tuple)) {
      return last;
    }
    int slot = find(tuple);
    if (slots[slot] == 0) {
      slots[slot] = append(tuple) + 1;
      last = slots[slot] - 1;
      if (count * 2 > slots.length) {
        spread();
      }
    } else {
      last = slots[slot] - 1;
    }
    return last;
  }

  private int find(List<@Nullable String> tuple) {
    int slot = start(tuple.hashCode());
    while (slots[slot] != 0 && !same(tuples[slots[slot] - 1], tuple)) {
      slot = (slot + 1) & (slots.length - 1);
    }
    return slot;
  }

  private int start(int hash) {
    return ((hash * 0x9e3779b9) >>> 7) & (slots.length - 1);
  }

  private int append(List<@Nullable String> tuple) {
    int id = count;
    PartitionValues[] known = tuples;
    if (id == known.length) {
      known = Arrays.copyOf(known, id + (id >>> 1));
    }
    List<@Nullable String> interned = new ArrayList<>(tuple.size());
    for (String value : tuple) {
      interned.add(value == null ? null : values.computeIfAbsent(value, this::counted));
    }
    known[id] = new PartitionValues(interned);
    tuples = known;
    count = id + 1;
    return id;
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // One thread at a time writes.
  private String counted(String value) {
    valueBytes += 32 + 24 + 16 + value.length();
    return value;
  }

  private void spread() {
    int[] larger = new int[slots.length * 2];
    slots = larger;
    for (int id = 0; id < count; id++) {
      int slot = start(tuples[id].values().hashCode());
      while (larger[slot] != 0) {
        slot = (slot + 1) & (larger.length - 1);
      }
      larger[slot] = id + 1;
    }
  }

  /** Not while another thread writes to the dictionary. */
  void write(IndexOutput out) throws IOException {
    out.number(count);
    for (int id = 0; id < count; id++) {
      for (String value : tuples[id].values()) {
        out.text(value);
      }
    }
  }

  /**
   * @param width values of a tuple
   */
  static PartitionDictionary read(IndexInput in, int width) throws IOException {
    PartitionDictionary read = new PartitionDictionary();
    int count = in.count(Placement.MOST);
    for (int id = 0; id < count; id++) {
      List<@Nullable String> tuple = new ArrayList<>(width);
      for (int column = 0; column < width; column++) {
        tuple.add(in.optionalText());
      }
      if (read.id(tuple) != id) {
        throw new IOException("a partition that is twice there");
      }
    }
    return read;
  }

  private static boolean same(PartitionValues known, List<@Nullable String> tuple) {
    return known.values().equals(tuple);
  }

  long retainedBytes() {
    long bytes = 64 + 4L * slots.length + 4L * tuples.length;
    int width = count == 0 ? 0 : tuples[0].values().size();
    bytes += count * (16L + 16 + 24 + 16 + 4L * width);
    return bytes + valueBytes;
  }
}
