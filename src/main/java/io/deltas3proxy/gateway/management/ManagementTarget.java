package io.deltas3proxy.gateway.management;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Splits what was asked for as it was sent, and decodes each piece once. */
final class ManagementTarget {

  private ManagementTarget() {}

  /** The segments of a path that begins with a slash; a last empty one does not count. */
  static List<String> segments(String path) {
    List<String> segments = new ArrayList<>();
    for (String segment : path.substring(1).split("/", -1)) {
      segments.add(decoded(segment, false));
    }
    if (segments.size() > 1 && segments.getLast().isEmpty()) {
      segments.removeLast();
    }
    return segments;
  }

  static Map<String, String> parameters(@Nullable String query) {
    Map<String, String> parameters = new LinkedHashMap<>();
    if (query == null || query.isEmpty()) {
      return parameters;
    }
    for (String pair : query.split("&", -1)) {
      int equals = pair.indexOf('=');
      String key = decoded(equals < 0 ? pair : pair.substring(0, equals), true);
      String value = equals < 0 ? "" : decoded(pair.substring(equals + 1), true);
      if (parameters.put(key, value) != null) {
        throw ManagementException.invalid(key + " is given twice");
      }
    }
    return parameters;
  }

  private static String decoded(String raw, boolean plusIsSpace) {
    ByteArrayOutputStream octets = new ByteArrayOutputStream(raw.length());
    for (int i = 0; i < raw.length(); i++) {
      char c = raw.charAt(i);
      if (c == '%') {
        octets.write(octet(raw, i));
        i += 2;
      } else if (c <= ' ' || c >= 0x7F) {
        throw notDecodable();
      } else {
        octets.write(c == '+' && plusIsSpace ? ' ' : c);
      }
    }
    try {
      String text =
          StandardCharsets.UTF_8
              .newDecoder()
              .decode(ByteBuffer.wrap(octets.toByteArray()))
              .toString();
      if (text.indexOf('\0') >= 0) {
        // No name has it, and a database may fail on it instead of finding nothing.
        throw notDecodable();
      }
      return text;
    } catch (CharacterCodingException e) {
      throw notDecodable();
    }
  }

  private static int octet(String raw, int percent) {
    if (percent + 3 > raw.length()
        || !HexFormat.isHexDigit(raw.charAt(percent + 1))
        || !HexFormat.isHexDigit(raw.charAt(percent + 2))) {
      throw notDecodable();
    }
    return HexFormat.fromHexDigits(raw, percent + 1, percent + 3);
  }

  private static ManagementException notDecodable() {
    return new ManagementException(400, "The target is not percent-encoded UTF-8 without NUL");
  }
}
