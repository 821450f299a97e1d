package io.deltas3proxy.delta;

import java.io.IOException;
import java.security.SecureRandom;

/**
 * SipHash-1-3 with 128 bits of output over a text. The key is random, so that nobody who writes a
 * table can choose names that collide. Texts of units below 256 are hashed eight units at a time,
 * others four at a time and as if by another key, so that no two texts give the same words.
 */
final class KeyedHash {

  private static final int WIDE = 0xff;

  private final long key0;
  private final long key1;

  KeyedHash(long key0, long key1) {
    this.key0 = key0;
    this.key1 = key1;
  }

  static KeyedHash random() {
    SecureRandom random = new SecureRandom();
    return new KeyedHash(random.nextLong(), random.nextLong());
  }

  void write(IndexOutput out) throws IOException {
    out.number(key0);
    out.number(key1);
  }

  static KeyedHash read(IndexInput in) throws IOException {
    return new KeyedHash(in.longNumber(), in.longNumber());
  }

  /** Hashes the units of {@code text} from {@code from}, inclusive, to {@code to}, exclusive. */
  Hash128 of(String text, int from, int to) {
    State state = new State(key0, key1);
    int position = from;
    int all = 0;
    for (int last = to - 8; position <= last; position += 8) {
      int c0 = text.charAt(position);
      int c1 = text.charAt(position + 1);
      int c2 = text.charAt(position + 2);
      int c3 = text.charAt(position + 3);
      int c4 = text.charAt(position + 4);
      int c5 = text.charAt(position + 5);
      int c6 = text.charAt(position + 6);
      int c7 = text.charAt(position + 7);
      all |= c0 | c1 | c2 | c3 | c4 | c5 | c6 | c7;
      int low = c0 | (c1 << 8) | (c2 << 16) | (c3 << 24);
      int high = c4 | (c5 << 8) | (c6 << 16) | (c7 << 24);
      state.take((low & 0xffffffffL) | ((long) high << 32));
    }
    // At most seven units are left, so the length has the upper byte for itself.
    long rest = (long) (to - from) << 56;
    for (int shift = 0; position < to; shift += 8) {
      int unit = text.charAt(position++);
      all |= unit;
      rest |= (long) unit << shift;
    }
    state.take(rest);
    return all > 0xff ? wide(text, from, to) : state.finish();
  }

  private Hash128 wide(String text, int from, int to) {
    State state = new State(key0, key1 ^ WIDE);
    int position = from;
    for (int words = (to - from) >>> 2; words > 0; words--) {
      long word = 0;
      for (int shift = 0; shift < 64; shift += 16) {
        word |= (long) text.charAt(position++) << shift;
      }
      state.take(word);
    }
    long rest = (long) (to - from) << 48;
    for (int shift = 0; position < to; shift += 16) {
      rest |= (long) text.charAt(position++) << shift;
    }
    state.take(rest);
    return state.finish();
  }

  /** The four words of SipHash. */
  private static final class State {
    private long v0;
    private long v1;
    private long v2;
    private long v3;

    State(long key0, long key1) {
      v0 = key0 ^ 0x736f6d6570736575L;
      v1 = key1 ^ 0x646f72616e646f6dL ^ 0xee;
      v2 = key0 ^ 0x6c7967656e657261L;
      v3 = key1 ^ 0x7465646279746573L;
    }

    void take(long word) {
      v3 ^= word;
      round();
      v0 ^= word;
    }

    Hash128 finish() {
      v2 ^= 0xee;
      long high = threeRounds();
      v1 ^= 0xdd;
      long low = threeRounds();
      return new Hash128(high == 0 ? 1 : high, low);
    }

    private long threeRounds() {
      round();
      round();
      round();
      return v0 ^ v1 ^ v2 ^ v3;
    }

    private void round() {
      v0 += v1;
      v2 += v3;
      v1 = Long.rotateLeft(v1, 13) ^ v0;
      v3 = Long.rotateLeft(v3, 16) ^ v2;
      v0 = Long.rotateLeft(v0, 32);
      v2 += v1;
      v0 += v3;
      v1 = Long.rotateLeft(v1, 17) ^ v2;
      v3 = Long.rotateLeft(v3, 21) ^ v0;
      v2 = Long.rotateLeft(v2, 32);
    }
  }
}
