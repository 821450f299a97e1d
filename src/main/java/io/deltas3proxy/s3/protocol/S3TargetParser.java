package io.deltas3proxy.s3.protocol;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds bucket and key in the target and the host of a request, path style and virtual-host style.
 * The bucket ends at the first slash that was sent as a slash; all the rest is the key.
 */
final class S3TargetParser {

  /** Example: {@code http://datalake.example.com:8080/trades/a}. */
  private static final Pattern ABSOLUTE_FORM =
      Pattern.compile("https?://([^/?#]*)(/.*)?", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  /** Example: {@code datalake.localhost:18080}. */
  private static final Pattern HOST = Pattern.compile("([^:\\[\\]@]*)(?::\\d*)?");

  private final List<String> domains;

  /**
   * @param virtualHostDomains domains whose sub-domains name buckets
   */
  S3TargetParser(List<String> virtualHostDomains) {
    List<String> sorted = new ArrayList<>();
    for (String domain : virtualHostDomains) {
      sorted.add(domain.toLowerCase(Locale.ROOT));
    }
    sorted.sort(Comparator.comparingInt(String::length).reversed());
    domains = List.copyOf(sorted);
  }

  S3Target parse(RawRequest request) {
    String path = request.target();
    String host = request.headers().only("Host").orElse("");
    Matcher absolute = ABSOLUTE_FORM.matcher(path);
    if (absolute.matches()) {
      // RFC 9112, section 3.2.2: the host of the target stands above the header.
      host = absolute.group(1);
      path = absolute.group(2) == null ? "/" : absolute.group(2);
    }
    path = withoutContext(path, request.contextPath());
    String bucket = bucketOfHost(host);
    String key = path.substring(1);
    if (bucket == null) {
      int slash = key.indexOf('/');
      bucket = PercentCoding.decodePath(slash < 0 ? key : key.substring(0, slash));
      key = slash < 0 ? "" : key.substring(slash + 1);
      if ((bucket.isEmpty() && slash >= 0) || bucket.indexOf('/') >= 0) {
        throw new S3Exception(S3ErrorCode.INVALID_BUCKET_NAME);
      }
      requireNoDots(bucket);
    }
    String decodedKey = PercentCoding.decodePath(key);
    requireNoDots(decodedKey);
    if (decodedKey.getBytes(StandardCharsets.UTF_8).length > S3Target.MAX_KEY_BYTES) {
      throw new S3Exception(S3ErrorCode.KEY_TOO_LONG);
    }
    return new S3Target(bucket, decodedKey);
  }

  private static String withoutContext(String path, String contextPath) {
    if (!path.startsWith(contextPath + "/")) {
      throw new S3Exception(S3ErrorCode.INVALID_URI);
    }
    return path.substring(contextPath.length());
  }

  /** Whoever takes such segments for directions would read another object than was judged. */
  private static void requireNoDots(String decoded) {
    if (S3Target.hasDotSegment(decoded)) {
      throw new S3Exception(S3ErrorCode.INVALID_URI);
    }
  }

  private @Nullable String bucketOfHost(String host) {
    Matcher matcher = HOST.matcher(host.toLowerCase(Locale.ROOT));
    if (!matcher.matches()) {
      return null;
    }
    String name = matcher.group(1);
    for (String domain : domains) {
      if (name.equals(domain)) {
        return null;
      }
      if (name.endsWith("." + domain) && name.length() > domain.length() + 1) {
        return name.substring(0, name.length() - domain.length() - 1);
      }
    }
    return null;
  }
}
