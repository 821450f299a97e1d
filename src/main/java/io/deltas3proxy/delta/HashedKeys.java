package io.deltas3proxy.delta;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * A map from hashed keys to ints, 20 to 28 bytes an entry. Any number of threads read without
 * locks; one thread at a time writes. Entries are added and changed, never taken out.
 *
 * <p>Open addressing with linear probing, in segments, so that growing copies one segment at a time
 * and never holds the whole map twice. An entry is two longs beside each other, so that a look-up
 * in a large map waits for one line of memory: the high half of the hash, 0 in an empty slot, and
 * 32 bits of the low half before the value. 96 bits of a keyed hash tell 10^7 keys apart but for
 * one chance in 10^15.
 */
final class HashedKeys {

  /** What {@link #get} gives for a key that is not there. */
  static final int ABSENT = -1;

  private static final int SEGMENTS = 64;
  private static final int SEGMENT_BITS = 6;
  private static final int SMALLEST_SEGMENT = 8;
  private static final double MOST_FILLED = 0.8;
  private static final double GROWTH = 1.4;

  /** Room in a segment that was read: none grows at once, and few bytes are wasted. */
  private static final double READ_ROOM = 1.1;

  private static final int LARGEST_SEGMENT = 1 << 28;
  private static final VarHandle LONGS = MethodHandles.arrayElementVarHandle(long[].class);

  private static final class Segment {
    private final long[] entries;
    private int size;

    Segment(int capacity) {
      entries = new long[2 * capacity];
    }

    int capacity() {
      return entries.length / 2;
    }

    /** The slot of a key, or the empty slot where it belongs as a negative number minus 1. */
    int slot(long high, int low) {
      int capacity = capacity();
      // The bits that chose the segment are the same for all in it.
      int slot = (int) Math.unsignedMultiplyHigh(high << SEGMENT_BITS, capacity);
      while (true) {
        // Acquire pairs with the release in `put`: who sees the high half sees the rest.
        long found = (long) LONGS.getAcquire(entries, 2 * slot);
        if (found == 0) {
          return -slot - 1;
        }
        if (found == high && (int) (word(slot) >>> 32) == low) {
          return slot;
        }
        slot++;
        if (slot == capacity) {
          slot = 0;
        }
      }
    }

    /** The second long of an entry. */
    long word(int slot) {
      return (long) LONGS.getAcquire(entries, 2 * slot + 1);
    }

    int value(int slot) {
      return (int) word(slot);
    }

    void change(int slot, int low, int value) {
      LONGS.setRelease(entries, 2 * slot + 1, word(low, value));
    }

    void put(int emptySlot, long high, int low, int value) {
      entries[2 * emptySlot + 1] = word(low, value);
      LONGS.setRelease(entries, 2 * emptySlot, high);
      size++;
    }

    private static long word(int low, int value) {
      return ((long) low << 32) | (value & 0xffffffffL);
    }

    void write(IndexOutput out) throws IOException {
      out.number(size);
      for (int slot = 0; slot < capacity(); slot++) {
        if (entries[2 * slot] != 0) {
          out.number(entries[2 * slot]);
          out.number(entries[2 * slot + 1]);
        }
      }
    }

    static Segment read(IndexInput in) throws IOException {
      int size = in.count(LARGEST_SEGMENT);
      Segment segment =
          new Segment(Math.max(SMALLEST_SEGMENT, (int) (size / MOST_FILLED * READ_ROOM) + 2));
      for (int i = 0; i < size; i++) {
        long high = in.longNumber();
        long word = in.longNumber();
        int low = (int) (word >>> 32);
        int slot = high == 0 ? 0 : segment.slot(high, low);
        if (slot >= 0) {
          throw new IOException("a hash that is twice there, or none");
        }
        segment.put(-slot - 1, high, low, (int) word);
      }
      return segment;
    }

    boolean full() {
      return size >= (int) (capacity() * MOST_FILLED);
    }

    Segment grown() {
      Segment larger = new Segment((int) (capacity() * GROWTH) + 1);
      for (int slot = 0; slot < capacity(); slot++) {
        long high = entries[2 * slot];
        if (high != 0) {
          int low = (int) (entries[2 * slot + 1] >>> 32);
          larger.put(-larger.slot(high, low) - 1, high, low, value(slot));
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
    int slot = segment.slot(key.high(), (int) key.low());
    return slot < 0 ? ABSENT : segment.value(slot);
  }

  /** Sets the value of a key. Only for the one writing thread. */
  void put(Hash128 key, int value) {
    int index = segmentOf(key);
    Segment segment = segments.getPlain(index);
    if (segment == null) {
      segment = new Segment(SMALLEST_SEGMENT);
      segments.setRelease(index, segment);
    }
    int low = (int) key.low();
    int slot = segment.slot(key.high(), low);
    if (slot >= 0) {
      segment.change(slot, low, value);
      return;
    }
    if (segment.full()) {
      segment = segment.grown();
      segments.setRelease(index, segment);
      slot = segment.slot(key.high(), low);
    }
    segment.put(-slot - 1, key.high(), low, value);
    size.incrementAndGet();
  }

  long size() {
    return size.get();
  }

  /** Writes the entries down, 16 bytes each. Not while another thread writes to the map. */
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
        bytes += 24 + 16 + 8L * segment.entries.length;
      }
    }
    return bytes;
  }

  private static int segmentOf(Hash128 key) {
    return (int) (key.high() >>> (Long.SIZE - SEGMENT_BITS));
  }
}
