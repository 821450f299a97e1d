package io.deltas3proxy.files;

import io.deltas3proxy.storage.Checksum;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The digests that a caller said a file has. */
final class FileDigests {

  static final String MD5 = "content-md5";

  private record Expected(String name, Checksum checksum, String value) {}

  private final List<Expected> expected = new ArrayList<>();

  /**
   * Makes them.
   *
   * @param said lower-case names; {@code content-md5} and {@code x-amz-checksum-*} count
   */
  FileDigests(Map<String, String> said) {
    said.forEach((name, value) -> {
      if (name.equals(MD5)) {
        expected.add(new Expected(name, Checksum.md5(), value));
      } else if (Checksum.isKnown(name)) {
        expected.add(
            new Expected(name, Objects.requireNonNull(Checksum.KNOWN.get(name)).get(), value));
      }
    });
  }

  /** Whether a field or header is a digest of the file. */
  static boolean isDigest(String name) {
    return name.equals(MD5) || Checksum.isKnown(name);
  }

  void update(byte[] bytes, int offset, int length) {
    for (Expected digest : expected) {
      digest.checksum().update(bytes, offset, length);
    }
  }

  /** Once, behind the last byte. */
  void require() {
    for (Expected digest : expected) {
      boolean same =
          MessageDigest.isEqual(
              digest.checksum().value().getBytes(StandardCharsets.US_ASCII),
              digest.value().strip().getBytes(StandardCharsets.UTF_8));
      if (!same) {
        throw new FilesException(
            FilesFault.CHECKSUM_MISMATCH, "The file does not have the " + digest.name() + " said.");
      }
    }
  }
}
