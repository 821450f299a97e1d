package io.deltas3proxy.s3.protocol;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of a query, decoded once. A name that stands twice is refused, whatever it means:
 * two readers of the request could take different ones. {@code ?acl} equals {@code ?acl=}.
 */
public final class QueryParameters {

  private final Map<String, String> values = new LinkedHashMap<>();

  private QueryParameters() {}

  /**
   * @param query as sent; {@code null} for none
   */
  public static QueryParameters parse(@Nullable String query) {
    QueryParameters parameters = new QueryParameters();
    if (query != null) {
      for (String pair : query.split("&", -1)) {
        if (!pair.isEmpty()) {
          parameters.add(pair);
        }
      }
    }
    return parameters;
  }

  public @Nullable String get(String name) {
    return values.get(name);
  }

  public boolean has(String name) {
    return values.containsKey(name);
  }

  public Set<String> names() {
    return values.keySet();
  }

  /** Those that belong to a signature, or to nobody: S3 ignores what starts with {@code x-}. */
  static boolean isExtension(String name) {
    return name.toLowerCase(Locale.ROOT).startsWith("x-");
  }

  private void add(String pair) {
    int equals = pair.indexOf('=');
    String name = PercentCoding.decodeQuery(equals < 0 ? pair : pair.substring(0, equals));
    String value = equals < 0 ? "" : PercentCoding.decodeQuery(pair.substring(equals + 1));
    // Names that are read ignoring case may not be repeated in another case either.
    String canonical = isExtension(name) ? name.toLowerCase(Locale.ROOT) : name;
    if (values.putIfAbsent(canonical, value) != null) {
      throw new S3Exception(
          S3ErrorCode.INVALID_ARGUMENT, "A query parameter is given more than once");
    }
  }
}
