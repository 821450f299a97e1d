package io.deltas3proxy.storage;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;

/** One of the checksums that a client may send with or after a body, as it grows. */
public interface Checksum {

  /** By the name of its header. */
  Map<String, Supplier<Checksum>> KNOWN =
      Map.of(
          "x-amz-checksum-crc32", () -> ofZip(new CRC32()),
          "x-amz-checksum-crc32c", () -> ofZip(new CRC32C()),
          "x-amz-checksum-crc64nvme", () -> new OfLong(new Crc64Nvme(), Long.BYTES),
          "x-amz-checksum-sha1", () -> new OfDigest("SHA-1"),
          "x-amz-checksum-sha256", () -> new OfDigest("SHA-256"));

  /** Whether there is a checksum with this header, in lower case. */
  static boolean isKnown(String header) {
    return KNOWN.containsKey(header);
  }

  /** What {@code Content-MD5} says. */
  static Checksum md5() {
    return new OfDigest("MD5");
  }

  void update(byte[] bytes, int offset, int length);

  /** Its value as it stands in the header: the bytes, most significant first, in Base64. */
  String value();

  private static Checksum ofZip(java.util.zip.Checksum checksum) {
    return new OfLong(
        new Growing() {
          @Override
          public void update(byte[] bytes, int offset, int length) {
            checksum.update(bytes, offset, length);
          }

          @Override
          public long getAsLong() {
            return checksum.getValue();
          }
        },
        Integer.BYTES);
  }

  /** A number that depends on the bytes so far. */
  interface Growing extends LongSupplier {
    void update(byte[] bytes, int offset, int length);
  }

  /**
   * A checksum that is a number.
   *
   * @param width its bytes
   */
  record OfLong(Growing number, int width) implements Checksum {
    @Override
    public void update(byte[] bytes, int offset, int length) {
      number.update(bytes, offset, length);
    }

    @Override
    public String value() {
      byte[] octets = ByteBuffer.allocate(Long.BYTES).putLong(number.getAsLong()).array();
      return Base64.getEncoder()
          .encodeToString(Arrays.copyOfRange(octets, Long.BYTES - width, Long.BYTES));
    }
  }

  /** A checksum that is a message digest. */
  final class OfDigest implements Checksum {
    private final MessageDigest digest;

    OfDigest(String algorithm) {
      try {
        this.digest = MessageDigest.getInstance(algorithm);
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("every Java has " + algorithm, e);
      }
    }

    @Override
    public void update(byte[] bytes, int offset, int length) {
      digest.update(bytes, offset, length);
    }

    @Override
    public String value() {
      return Base64.getEncoder().encodeToString(digest.digest());
    }
  }
}
