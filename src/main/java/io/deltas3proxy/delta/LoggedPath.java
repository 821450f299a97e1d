package io.deltas3proxy.delta;

import io.deltas3proxy.storage.ObjectAddress;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The path of a file as a log writes it (Delta protocol, "Add File and Remove File": a URI,
 * relative to the table or absolute), and what it means.
 */
public sealed interface LoggedPath {

  /** Example: {@code s3a://bucket/t/part-0.parquet}, {@code file:/t/part-0.parquet}. */
  Pattern ABSOLUTE = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*):(?://([^/]*))?(/.*)");

  /**
   * A file of the table.
   *
   * @param relativeKey decoded, relative to the table's root
   */
  record Inside(String relativeKey) implements LoggedPath {}

  /**
   * A file that is not below the table's root, but in a location that the table shares.
   *
   * @param address in the store of the table
   */
  record Elsewhere(ObjectAddress address) implements LoggedPath {}

  /**
   * A file that is neither below the table's root nor in a location that it shares, or a path that
   * nobody can read: never given.
   */
  record Outside() implements LoggedPath {}

  /**
   * Reads a path. It is percent-decoded once. What a strict parser of URIs would refuse, such as a
   * raw space or a colon in the first segment, means itself. Dots are never resolved.
   */
  static LoggedPath read(String path, TableLocation location) {
    try {
      Matcher absolute = path.indexOf(':') < 0 ? null : ABSOLUTE.matcher(path);
      if (absolute != null && absolute.matches()) {
        String authority = absolute.group(2) == null ? "" : absolute.group(2);
        String key = decode(absolute.group(3).substring(1));
        return isOfStore(absolute.group(1), authority, location)
            ? at(authority, key, location)
            : new Outside();
      }
      String decoded = decode(path);
      // Readers take a leading slash for the root of the same store.
      return path.startsWith("/")
          ? at(location.bucket(), decoded.substring(1), location)
          : inside(decoded);
    } catch (CharacterCodingException e) {
      return new Outside();
    }
  }

  /**
   * Whether it is a path of the kind of store that the table is in, with a bucket if it has any.
   */
  private static boolean isOfStore(String scheme, String authority, TableLocation location) {
    return switch (scheme) {
      case "s3", "s3a", "s3n" -> !authority.isEmpty() && !location.bucket().isEmpty();
      case "file" -> authority.isEmpty() && location.bucket().isEmpty();
      default -> false;
    };
  }

  private static LoggedPath at(String bucket, String key, TableLocation location) {
    if (key.isEmpty()) {
      return new Outside();
    }
    ObjectAddress address = new ObjectAddress(bucket, key);
    if (location.holds(address)) {
      return inside(key.substring(location.keyPrefix().length()));
    }
    return location.shares(address) ? new Elsewhere(address) : new Outside();
  }

  private static LoggedPath inside(String relativeKey) {
    boolean leaves =
        relativeKey.equals("..")
            || relativeKey.startsWith("../")
            || relativeKey.endsWith("/..")
            || relativeKey.contains("/../");
    return leaves || relativeKey.isEmpty() || relativeKey.startsWith("/")
        ? new Outside()
        : new Inside(relativeKey);
  }

  private static String decode(String encoded) throws CharacterCodingException {
    int percent = encoded.indexOf('%');
    if (percent < 0) {
      return encoded;
    }
    byte[] raw = encoded.getBytes(StandardCharsets.UTF_8);
    byte[] decoded = new byte[raw.length];
    int length = 0;
    for (int i = 0; i < raw.length; i++) {
      if (raw[i] != '%') {
        decoded[length++] = raw[i];
        continue;
      }
      int high = i + 2 < raw.length ? Character.digit(raw[i + 1], 16) : -1;
      int low = i + 2 < raw.length ? Character.digit(raw[i + 2], 16) : -1;
      if (high < 0 || low < 0) {
        throw new CharacterCodingException();
      }
      decoded[length++] = (byte) ((high << 4) | low);
      i += 2;
    }
    return StandardCharsets.UTF_8
        .newDecoder()
        .decode(ByteBuffer.wrap(decoded, 0, length))
        .toString();
  }
}
