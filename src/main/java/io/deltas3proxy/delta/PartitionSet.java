package io.deltas3proxy.delta;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A set of partition ids that only grows: a short list of ids, or bits once those are smaller. Any
 * number of threads read; one at a time writes.
 */
final class PartitionSet {

  private static final int[] NO_IDS = {};
  private static final int MOST_WORDS = (Placement.MOST >>> 6) + 1;

  private volatile int[] ids = NO_IDS;
  private volatile long @Nullable [] words;

  /** Adds an id. Only for the one writing thread. */
  boolean add(int id) {
    long[] bits = words;
    if (bits != null) {
      return addBit(bits, id);
    }
    int largest = id;
    for (int known : ids) {
      if (known == id) {
        return false;
      }
      largest = Math.max(largest, known);
    }
    int[] more = Arrays.copyOf(ids, ids.length + 1);
    more[ids.length] = id;
    if (more.length >= 8 && more.length * 64L >= largest) {
      long[] packed = new long[(largest >>> 6) + 1];
      for (int known : more) {
        packed[known >>> 6] |= 1L << known;
      }
      words = packed;
      ids = NO_IDS;
    } else {
      ids = more;
    }
    return true;
  }

  private boolean addBit(long[] bits, int id) {
    int word = id >>> 6;
    if (word < bits.length) {
      if ((bits[word] & (1L << id)) != 0) {
        return false;
      }
      // A reader that does not see the bit yet judges by the commit before.
      bits[word] |= 1L << id;
      return true;
    }
    long[] larger = Arrays.copyOf(bits, word + 1 + (word >>> 3));
    larger[word] |= 1L << id;
    words = larger;
    return true;
  }

  /** Writes the ids, or the words of bits as a negative number of them. */
  void write(IndexOutput out) throws IOException {
    long[] bits = words;
    if (bits == null) {
      out.number(ids.length);
      for (int id : ids) {
        out.number(id);
      }
    } else {
      out.number(-bits.length);
      for (long word : bits) {
        out.number(word);
      }
    }
  }

  static PartitionSet read(IndexInput in) throws IOException {
    PartitionSet set = new PartitionSet();
    int count = in.number();
    if (Math.abs((long) count) > MOST_WORDS) {
      throw new IOException("a set of " + count);
    }
    if (count >= 0) {
      int[] ids = new int[count];
      for (int i = 0; i < count; i++) {
        ids[i] = in.number();
      }
      set.ids = ids;
    } else {
      long[] bits = new long[-count];
      for (int i = 0; i < bits.length; i++) {
        bits[i] = in.longNumber();
      }
      set.words = bits;
    }
    return set;
  }

  boolean anySeen(PartitionFilter filter) {
    for (int id : ids) {
      if (filter.sees(id)) {
        return true;
      }
    }
    long[] bits = words;
    return bits != null && filter.seesAny(bits);
  }

  boolean allSeen(PartitionFilter filter) {
    int[] list = ids;
    for (int id : list) {
      if (!filter.sees(id)) {
        return false;
      }
    }
    long[] bits = words;
    if (bits == null) {
      return list.length > 0;
    }
    for (int word = 0; word < bits.length; word++) {
      for (long rest = bits[word]; rest != 0; rest &= rest - 1) {
        if (!filter.sees((word << 6) + Long.numberOfTrailingZeros(rest))) {
          return false;
        }
      }
    }
    return true;
  }

  /** The ids, as many as are asked for. */
  List<Integer> first(int most) {
    List<Integer> found = new ArrayList<>();
    for (int id : ids) {
      if (found.size() < most) {
        found.add(id);
      }
    }
    long[] bits = words;
    for (int word = 0; bits != null && word < bits.length; word++) {
      for (long rest = bits[word]; rest != 0 && found.size() < most; rest &= rest - 1) {
        found.add((word << 6) + Long.numberOfTrailingZeros(rest));
      }
    }
    return found;
  }

  long retainedBytes() {
    long[] bits = words;
    return 24
        + (ids.length == 0 ? 0 : 16 + 4L * ids.length)
        + (bits == null ? 0 : 16 + 8L * bits.length);
  }
}
