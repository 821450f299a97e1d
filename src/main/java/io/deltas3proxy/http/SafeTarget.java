package io.deltas3proxy.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The target of a request as it may be logged: what opens a door is taken out of its query. */
public final class SafeTarget {

  private static final Set<String> SECRET =
      Set.of(
          "x-amz-signature",
          "x-amz-security-token",
          "x-amz-server-side-encryption-customer-key",
          "signature",
          // Of logins (RFC 6749, section 4.1.2).
          "code",
          "state");

  private SafeTarget() {}

  /**
   * Joins path and query.
   *
   * @param path raw
   * @param query raw
   */
  public static String of(String path, @Nullable String query) {
    if (query == null) {
      return path;
    }
    List<String> parameters = new ArrayList<>();
    for (String parameter : query.split("&", -1)) {
      int equals = parameter.indexOf('=');
      String name = equals < 0 ? parameter : parameter.substring(0, equals);
      parameters.add(equals >= 0 && isSecret(name) ? name + "=-" : parameter);
    }
    return path + "?" + String.join("&", parameters);
  }

  /** A name that is written in an unusual way is not worth decoding: its value is taken out. */
  private static boolean isSecret(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return SECRET.contains(lower)
        || lower.contains("%")
        || lower.contains("token")
        || lower.contains("password")
        || lower.contains("secret");
  }
}
