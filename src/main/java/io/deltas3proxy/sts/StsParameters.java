package io.deltas3proxy.sts;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The parameters of one request, from a form or a query; each of them once. */
final class StsParameters {

  private static final int MOST = 64;
  private static final char REPLACEMENT = '\uFFFD';

  private final Map<String, String> values;

  private StsParameters(Map<String, String> values) {
    this.values = values;
  }

  /**
   * Reads a text of the type {@code application/x-www-form-urlencoded}. What belongs to a signature
   * is passed over: it is read where signatures are verified.
   */
  static StsParameters parse(String form) {
    Map<String, String> values = new HashMap<>();
    for (String pair : form.split("&", -1)) {
      if (pair.isEmpty()) {
        continue;
      }
      int equals = pair.indexOf('=');
      String name = decoded(equals < 0 ? pair : pair.substring(0, equals));
      String value = equals < 0 ? "" : decoded(pair.substring(equals + 1));
      if (name.toLowerCase(Locale.ROOT).startsWith("x-amz-")) {
        continue;
      }
      if (values.put(name, value) != null) {
        throw new StsException(
            StsErrorCode.VALIDATION_ERROR, "A parameter is given more than once");
      }
      if (values.size() > MOST) {
        throw new StsException(StsErrorCode.VALIDATION_ERROR, "Too many parameters");
      }
    }
    return new StsParameters(values);
  }

  private static String decoded(String text) {
    try {
      String decoded = URLDecoder.decode(text, StandardCharsets.UTF_8);
      if (decoded.indexOf(REPLACEMENT) < 0) {
        return decoded;
      }
    } catch (IllegalArgumentException e) {
      // A broken escape: refused like a text that is not UTF-8.
    }
    throw new StsException(
        StsErrorCode.VALIDATION_ERROR, "The parameters are not encoded as a form is");
  }

  Optional<String> get(String name) {
    return Optional.ofNullable(values.get(name));
  }

  /** A parameter that must be there and not empty. */
  String require(String name) {
    return get(name)
        .filter(value -> !value.isEmpty())
        .orElseThrow(() ->
            new StsException(
                StsErrorCode.MISSING_PARAMETER,
                "The request must contain the parameter " + name + "."));
  }

  /** The first name, in their order, that is none of these. */
  Optional<String> firstOtherThan(Set<String> known) {
    Set<String> others = new TreeSet<>(values.keySet());
    others.removeAll(known);
    return others.isEmpty() ? Optional.empty() : Optional.of(Collections.min(others));
  }
}
