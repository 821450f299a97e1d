package io.deltas3proxy.delta.action;

import java.nio.ByteBuffer;
import java.util.UUID;

/** Names of deletion vector files (Delta protocol, "Derived Fields"). */
final class VectorName {

  /** Z85 (ZeroMQ RFC 32). */
  private static final String ALPHABET =
      "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.-:+=^!/*?&<>()[]{}@%$#";

  private static final int CHARACTERS = 20;
  private static final int GROUP = 5;

  private VectorName() {}

  /**
   * The key of a file, relative to the table's root.
   *
   * @param path an optional prefix and 20 characters that stand for a UUID
   */
  static String of(String path) throws MalformedCommitException {
    int prefix = path.length() - CHARACTERS;
    if (prefix < 0) {
      throw new MalformedCommitException("a deletion vector whose path is too short");
    }
    String name = "deletion_vector_" + uuid(path.substring(prefix)) + ".bin";
    return prefix == 0 ? name : path.substring(0, prefix) + "/" + name;
  }

  private static UUID uuid(String encoded) throws MalformedCommitException {
    ByteBuffer octets = ByteBuffer.allocate(2 * Long.BYTES);
    for (int start = 0; start < CHARACTERS; start += GROUP) {
      long group = 0;
      for (int i = start; i < start + GROUP; i++) {
        int digit = ALPHABET.indexOf(encoded.charAt(i));
        if (digit < 0) {
          throw new MalformedCommitException("a deletion vector whose path is no UUID");
        }
        group = group * ALPHABET.length() + digit;
      }
      if (group > 0xffffffffL) {
        throw new MalformedCommitException("a deletion vector whose path is no UUID");
      }
      octets.putInt((int) group);
    }
    return new UUID(octets.getLong(0), octets.getLong(Long.BYTES));
  }
}
