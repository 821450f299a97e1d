package io.deltas3proxy.delta;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * A map from hashed keys to ints, 25 to 35 bytes an entry. Any number of threads read without
 * locks; one thread at a time writes. Entries are added and changed, never taken out.
 *
 * <p>Open addressing with linear probing, in segments, so that growing copies one segment at a time
 * and never holds the whole map twice.
 */
final class HashedKeys {

  /** What {@link #get} gives for a key that is not there. */
  static final int ABSENT = -1;

  private static final int SEGMENTS = 64;
  private static final int SMALLEST_SEGMENT = 8;
  private static final double MOST_FILLED = 0.8;
  private static final double GROWTH = 1.4;

  /** Room in a segment that was read: none grows at once, and few bytes are wasted. */
  private static final double READ_ROOM = 1.1;

  private static final int LARGEST_SEGMENT = 1 << 28;
  private static final VarHandle LONGS = MethodHandles.arrayElementVarHandle(long[].class);
  private static final VarHandle INTS = MethodHandles.arrayElementVarHandle(int[].class);

  private static final class Segment {
    private final long[] keys;
    private final int[] values;
    private int size;

    Segment(int capacity) {
      keys = new long[2 * capacity];
      values = new int[capacity];
    }

    /** The slot of a key, or the empty slot where it belongs as a negative number minus 1. */
    int slot(long high, long low) {
      int slot = (int) Math.unsignedMultiplyHigh(low, values.length);
      while (true) {
        // Acquire pairs with the release in `put`: who sees the high half sees the rest.
        long found = (long) LONGS.getAcquire(keys, 2 * slot);
        if (found == 0) {
          return -slot - 1;
        }
        if (found == high && keys[2 * slot + 1] == low) {
          return slot;
        }
        slot++;
        if (slot == values.length) {
          slot = 0;
        }
      }
    }

    void put(int emptySlot, long high, long low, int value) {
      values[emptySlot] = value;
      keys[2 * emptySlot + 1] = low;
      LONGS.setRelease(keys, 2 * emptySlot, high);
      size++;
    }

    void write(IndexOutput out) throws IOException {
      out.number(size);
      for (int slot = 0; slot < values.length; slot++) {
        if (keys[2 * slot] != 0) {
          out.number(keys[2 * slot]);
          out.number(keys[2 * slot + 1]);
          out.number(values[slot]);
        }
      }
    }

    static Segment read(IndexInput in) throws IOException {
      int size = in.count(LARGEST_SEGMENT);
      Segment segment =
          new Segment(Math.max(SMALLEST_SEGMENT, (int) (size / MOST_FILLED * READ_ROOM) + 2));
      for (int i = 0; i < size; i++) {
        long high = in.longNumber();
        long low = in.longNumber();
        int slot = high == 0 ? 0 : segment.slot(high, low);
        if (slot >= 0) {
          throw new IOException("a hash that is twice there, or none");
        }
        segment.put(-slot - 1, high, low, in.number());
      }
      return segment;
    }

    boolean full() {
      return size >= (int) (values.length * MOST_FILLED);
    }

    Segment grown() {
      Segment larger = new Segment((int) (values.length * GROWTH) + 1);
      for (int slot = 0; slot < values.length; slot++) {
        long high = keys[2 * slot];
        if (high != 0) {
          long low = keys[2 * slot + 1];
          larger.put(-larger.slot(high, low) - 1, high, low, values[slot]);
        }
      }
      return larger;
    }
  }

  private final AtomicReferenceArray<Segment> segments = new AtomicReferenceArray<>(SEGMENTS);
  private final AtomicLong size = new AtomicLong();

  int get(Hash128 key) {
    Segment segment = segments.getAcquire(segmentOf(key));
    if (segment == null) {
      return ABSENT;
    }
    int slot = segment.slot(key.high(), key.low());
    return slot < 0 ? ABSENT : (int) INTS.getAcquire(segment.values, slot);
  }

  /** Sets the value of a key. Only for the one writing thread. */
  void put(Hash128 key, int value) {
    int index = segmentOf(key);
    Segment segment = segments.getPlain(index);
    if (segment == null) {
      segment = new Segment(SMALLEST_SEGMENT);
      segments.setRelease(index, segment);
    }
    int slot = segment.slot(key.high(), key.low());
    if (slot >= 0) {
      INTS.setRelease(segment.values, slot, value);
      return;
    }
    if (segment.full()) {
      segment = segment.grown();
      segments.setRelease(index, segment);
      slot = segment.slot(key.high(), key.low());
    }
    segment.put(-slot - 1, key.high(), key.low(), value);
    size.incrementAndGet();
  }

  long size() {
    return size.get();
  }

  /** Writes the entries down, 20 bytes each. Not while another thread writes to the map. */
  void write(IndexOutput out) throws IOException {
    for (int i = 0; i < SEGMENTS; i++) {
      Segment segment = segments.getPlain(i);
      if (segment == null) {
        out.number(0);
      } else {
        segment.write(out);
      }
    }
  }

  static HashedKeys read(IndexInput in) throws IOException {
    HashedKeys read = new HashedKeys();
    for (int i = 0; i < SEGMENTS; i++) {
      Segment segment = Segment.read(in);
      if (segment.size > 0) {
        read.segments.setRelease(i, segment);
        read.size.addAndGet(segment.size);
      }
    }
    return read;
  }

  long retainedBytes() {
    long bytes = 16 + 4L * SEGMENTS;
    for (int i = 0; i < SEGMENTS; i++) {
      Segment segment = segments.getAcquire(i);
      if (segment != null) {
        bytes += 24 + 16 + 8L * segment.keys.length + 16 + 4L * segment.values.length;
      }
    }
    return bytes;
  }

  private static int segmentOf(Hash128 key) {
    return (int) (key.high() >>> 58);
  }
}
