package io.deltas3proxy.files.endpoint;

import io.deltas3proxy.files.FilesException;
import io.deltas3proxy.files.FilesFault;
import io.deltas3proxy.storage.Checksum;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Reads the headers of the resumable protocol (tus 1.0). */
final class TusHeaders {

  /** As {@code Upload-Checksum} names them. */
  static final Map<String, Supplier<Checksum>> CHECKSUMS =
      Map.of(
          "md5", Checksum::md5,
          "sha1", known("x-amz-checksum-sha1"),
          "sha256", known("x-amz-checksum-sha256"));

  private static final int MOST_METADATA = 4096;
  private static final int MOST_DIGITS = 18;

  private TusHeaders() {}

  private static Supplier<Checksum> known(String name) {
    return Objects.requireNonNull(Checksum.KNOWN.get(name));
  }

  /** A number of bytes that must be said. */
  static long number(HttpServletRequest request, String name) {
    String value = request.getHeader(name);
    if (value == null
        || value.isEmpty()
        || value.length() > MOST_DIGITS
        || !value.chars().allMatch(c -> c >= '0' && c <= '9')) {
      throw wrong(name + " must be a number of bytes.");
    }
    return Long.parseLong(value);
  }

  static String metadata(HttpServletRequest request) {
    String value = request.getHeader("Upload-Metadata");
    if (value == null) {
      return "";
    }
    if (value.length() > MOST_METADATA || !value.chars().allMatch(c -> c >= ' ' && c < 0x7F)) {
      throw wrong("Upload-Metadata is too long, or no list of keys and values.");
    }
    return value;
  }

  /** Keys and values: {@code object_name YS50eHQ=,is_final}. */
  static Map<String, String> pairs(String metadata) {
    Map<String, String> pairs = new HashMap<>();
    for (String pair : metadata.split(",", -1)) {
      String[] words = pair.strip().split(" ", 2);
      if (words[0].isEmpty() && !metadata.isBlank()) {
        throw wrong("Upload-Metadata has an empty key.");
      }
      String value = words.length == 1 ? "" : text(words[1].strip());
      if (pairs.put(words[0], value) != null) {
        throw wrong("Upload-Metadata has a key twice.");
      }
    }
    return pairs;
  }

  private static String text(String base64) {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(Base64.getDecoder().decode(base64)))
          .toString();
    } catch (IllegalArgumentException | CharacterCodingException e) {
      throw wrong("Upload-Metadata has a value that is not UTF-8 in Base64.")
          .because(String.valueOf(e.getMessage()));
    }
  }

  /**
   * What a piece must be.
   *
   * @param checksum {@code null} where nothing is said
   */
  record Said(@Nullable Checksum checksum, String value) {}

  static Said checksum(HttpServletRequest request) {
    String header = request.getHeader("Upload-Checksum");
    if (header == null) {
      return new Said(null, "");
    }
    String[] words = header.strip().split(" ", 2);
    Supplier<Checksum> kind = CHECKSUMS.get(words[0]);
    if (kind == null || words.length < 2) {
      throw wrong("Upload-Checksum must be one of md5, sha1 and sha256, and a value in Base64.");
    }
    return new Said(kind.get(), words[1].strip());
  }

  private static FilesException wrong(String detail) {
    return new FilesException(FilesFault.INVALID_REQUEST, detail);
  }
}
