package io.deltas3proxy.storage;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/**
 * Makes the cyclic redundancy check of a whole of those of its parts, without any of their bytes.
 *
 * @param polynomial with its lowest power as the highest bit
 * @param width bits of the check
 */
public record CrcCombination(long polynomial, int width) {

  private static final Map<String, CrcCombination> KNOWN =
      Map.of(
          "x-amz-checksum-crc32", new CrcCombination(0xEDB8_8320L, 32),
          "x-amz-checksum-crc32c", new CrcCombination(0x82F6_3B78L, 32),
          "x-amz-checksum-crc64nvme", new CrcCombination(0x9A6C_9329_AC4B_C9B5L, 64));

  /** That of a header, in lower case; digests cannot be combined. */
  public static Optional<CrcCombination> of(String header) {
    return Optional.ofNullable(KNOWN.get(header));
  }

  /**
   * The check of two pieces, one behind the other.
   *
   * @param first value of the first, as it stands in a header
   * @param second value of the second
   * @param secondLength bytes of the second
   * @throws IllegalArgumentException when a value is none
   */
  public String combine(String first, String second, long secondLength) {
    return text(shifted(number(first), secondLength) ^ number(second));
  }

  private long number(String value) {
    byte[] octets = Base64.getDecoder().decode(value);
    if (octets.length * Byte.SIZE != width) {
      throw new IllegalArgumentException("not a value of " + width + " bits");
    }
    long number = 0;
    for (byte octet : octets) {
      number = (number << Byte.SIZE) | (octet & 0xFF);
    }
    return number;
  }

  private String text(long number) {
    byte[] octets = ByteBuffer.allocate(Long.BYTES).putLong(number).array();
    int bytes = width / Byte.SIZE;
    byte[] last = Arrays.copyOfRange(octets, Long.BYTES - bytes, Long.BYTES);
    return Base64.getEncoder().encodeToString(last);
  }

  /** A check as it would be with so many bytes of zero behind it. */
  private long shifted(long check, long bytes) {
    long[] oneBit = new long[width];
    oneBit[0] = polynomial;
    for (int i = 1; i < width; i++) {
      oneBit[i] = 1L << (i - 1);
    }
    // Squared three times: one byte.
    long[] step = square(square(square(oneBit)));
    long result = check;
    for (long left = bytes; left > 0; left >>= 1) {
      if ((left & 1) == 1) {
        result = times(step, result);
      }
      step = square(step);
    }
    return result;
  }

  /** Of a matrix of bits and a vector. */
  private static long times(long[] matrix, long vector) {
    long product = 0;
    int row = 0;
    for (long left = vector; left != 0; left >>>= 1) {
      if ((left & 1) == 1) {
        product ^= matrix[row];
      }
      row++;
    }
    return product;
  }

  private static long[] square(long[] matrix) {
    long[] square = new long[matrix.length];
    for (int i = 0; i < matrix.length; i++) {
      square[i] = times(matrix, matrix[i]);
    }
    return square;
  }
}
