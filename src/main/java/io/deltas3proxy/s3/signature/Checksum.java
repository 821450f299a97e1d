package io.deltas3proxy.s3.signature;

import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;

/** One of the checksums that a client may send after a body, as it grows. */
interface Checksum {

  /** By the name of its header. */
  Map<String, Supplier<Checksum>> KNOWN =
      Map.of(
          "x-amz-checksum-crc32", () -> ofZip(new CRC32()),
          "x-amz-checksum-crc32c", () -> ofZip(new CRC32C()),
          "x-amz-checksum-crc64nvme", () -> new OfLong(new Crc64Nvme(), Long.BYTES),
          "x-amz-checksum-sha1", () -> new OfDigest("SHA-1"),
          "x-amz-checksum-sha256", () -> new OfDigest("SHA-256"));

  static boolean isKnown(String header) {
    return KNOWN.containsKey(header);
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
          .encodeToString(java.util.Arrays.copyOfRange(octets, Long.BYTES - width, Long.BYTES));
    }
  }

  /** A checksum that is a message digest. */
  final class OfDigest implements Checksum {
    private final java.security.MessageDigest digest;

    OfDigest(String algorithm) {
      this.digest = Digests.named(algorithm);
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
