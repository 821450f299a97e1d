package io.deltas3proxy.delta;

import java.security.SecureRandom;

/**
 * SipHash-1-3 with 128 bits of output over the UTF-16 units of a text. The key is random, so that
 * nobody who writes a table can choose names that collide.
 */
final class KeyedHash {

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

  /** Hashes the units of {@code text} from {@code from}, inclusive, to {@code to}, exclusive. */
  Hash128 of(String text, int from, int to) {
    long v0 = key0 ^ 0x736f6d6570736575L;
    long v1 = key1 ^ 0x646f72616e646f6dL ^ 0xee;
    long v2 = key0 ^ 0x6c7967656e657261L;
    long v3 = key1 ^ 0x7465646279746573L;
    int position = from;
    // One word more than the text fills: the last one holds the rest and the length.
    for (int words = ((to - from) >>> 2) + 1; words > 0; words--) {
      long word;
      if (words > 1) {
        word =
            text.charAt(position)
                | ((long) text.charAt(position + 1) << 16)
                | ((long) text.charAt(position + 2) << 32)
                | ((long) text.charAt(position + 3) << 48);
        position += 4;
      } else {
        word = (long) (to - from) << 48;
        for (int shift = 0; position < to; shift += 16) {
          word |= (long) text.charAt(position++) << shift;
        }
      }
      v3 ^= word;
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
      v0 ^= word;
    }
    v2 ^= 0xee;
    long high = 0;
    long low = 0;
    for (int round = 0; round < 6; round++) {
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
      if (round == 2) {
        high = v0 ^ v1 ^ v2 ^ v3;
        v1 ^= 0xdd;
      } else if (round == 5) {
        low = v0 ^ v1 ^ v2 ^ v3;
      }
    }
    return new Hash128(high == 0 ? 1 : high, low);
  }
}
