package io.deltas3proxy.delta;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;

/**
 * SipHash-1-3 with 128 bits of output over the UTF-8 of a text. The key is random, so that nobody
 * who writes a table can choose names that collide.
 */
final class KeyedHash {

  private static final VarHandle WORDS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

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
    byte[] octets = text.getBytes(StandardCharsets.UTF_8);
    return octets.length == text.length()
        ? of(octets, from, to)
        : ofWide(text.substring(from, to).getBytes(StandardCharsets.UTF_8));
  }

  private Hash128 ofWide(byte[] octets) {
    return of(octets, 0, octets.length);
  }

  private Hash128 of(byte[] octets, int from, int to) {
    State state = new State(key0, key1);
    int position = from;
    for (int last = to - Long.BYTES; position <= last; position += Long.BYTES) {
      state.take((long) WORDS.get(octets, position));
    }
    // At most seven octets are left, so the length has the upper byte for itself.
    long rest = (long) (to - from) << 56;
    for (int shift = 0; position < to; shift += Byte.SIZE) {
      rest |= (octets[position++] & 0xffL) << shift;
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
