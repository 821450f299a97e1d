package io.deltas3proxy.website;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What every answer of a site says beside its page.
 *
 * @param fixed by name; an empty value takes a default away
 * @param cors which other web pages may read
 */
public record SiteHeaders(Map<String, String> fixed, Cors cors) {

  /** Example: {@code X-Robots-Tag}. */
  private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9-]{0,63}");

  /** Example: {@code max-age=31536000; includeSubDomains}. */
  private static final Pattern VALUE = Pattern.compile("[ -~]{0,4000}");

  /** What the answer itself decides. */
  private static final Set<String> OWN =
      Set.of(
          "accept-ranges",
          "connection",
          "content-encoding",
          "content-length",
          "content-range",
          "date",
          "etag",
          "last-modified",
          "location",
          "set-cookie",
          "transfer-encoding",
          "vary");

  private static final Map<String, String> DEFAULTS =
      Map.of(
          "X-Content-Type-Options", "nosniff",
          "X-Frame-Options", "SAMEORIGIN",
          "Referrer-Policy", "strict-origin-when-cross-origin");

  public static final SiteHeaders NONE_MORE = new SiteHeaders(Map.of(), Cors.NONE);

  public SiteHeaders {
    Map<String, String> all = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    all.putAll(DEFAULTS);
    fixed.forEach((name, value) -> {
      if (!NAME.matcher(name).matches() || !VALUE.matcher(value).matches()) {
        throw new IllegalArgumentException(
            name + " is not a header, or its value is not of visible ASCII characters");
      }
      if (OWN.contains(name.toLowerCase(Locale.ROOT))) {
        throw new IllegalArgumentException(name + " is decided by each answer itself");
      }
      all.put(name, value);
    });
    all.values().removeIf(String::isEmpty);
    fixed = new LinkedHashMap<>(all);
  }

  /** Names and values in turn. */
  public List<Map.Entry<String, String>> pairs() {
    return List.copyOf(fixed.entrySet());
  }
}
