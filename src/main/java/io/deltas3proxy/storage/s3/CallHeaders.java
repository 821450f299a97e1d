package io.deltas3proxy.storage.s3;

import io.deltas3proxy.storage.EntityTags;
import io.deltas3proxy.storage.ReadConditions;
import io.deltas3proxy.storage.StoreException;
import io.deltas3proxy.storage.StoreException.Invalid.Fault;
import io.deltas3proxy.storage.WriteConditions;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The headers of writes. Only what is known to be harmless goes to a store. */
final class CallHeaders {

  private static final Set<String> KNOWN =
      Set.of(
          "content-type",
          "cache-control",
          "content-disposition",
          "content-encoding",
          "content-language",
          "expires",
          "content-md5",
          "x-amz-sdk-checksum-algorithm",
          "x-amz-tagging",
          "x-amz-storage-class",
          "x-amz-mp-object-size");

  private static final Pattern KNOWN_KINDS =
      Pattern.compile("x-amz-(?:meta|checksum)-[!#$%&'*+.^_`|~0-9a-z-]{1,200}");

  /** What HTTP carries without loss; S3 wants no other in metadata. */
  private static final Pattern VALUE = Pattern.compile("[\\t\\x20-\\x7e]*");

  private CallHeaders() {}

  static Map<String, String> of(Map<String, String> given, WriteConditions conditions)
      throws StoreException {
    Map<String, String> headers = new TreeMap<>();
    for (Map.Entry<String, String> header : given.entrySet()) {
      String name = header.getKey();
      if (!KNOWN.contains(name) && !KNOWN_KINDS.matcher(name).matches()) {
        throw new StoreException.Unsupported("a header " + name);
      }
      headers.put(name, checked(name, header.getValue()));
    }
    if (conditions.ifAbsent()) {
      headers.put("if-none-match", "*");
    }
    addTag(headers, "if-match", conditions.ifMatch());
    return headers;
  }

  static Map<String, String> ofSource(ReadConditions conditions) throws StoreException {
    Map<String, String> headers = new TreeMap<>();
    addTag(headers, "x-amz-copy-source-if-match", conditions.ifMatch());
    addTag(headers, "x-amz-copy-source-if-none-match", conditions.ifNoneMatch());
    addTime(headers, "x-amz-copy-source-if-modified-since", conditions.ifModifiedSince());
    addTime(headers, "x-amz-copy-source-if-unmodified-since", conditions.ifUnmodifiedSince());
    return headers;
  }

  private static String checked(String name, String value) throws StoreException {
    if (!VALUE.matcher(value).matches()) {
      throw new StoreException.Invalid(Fault.INVALID_REQUEST, "the value of " + name);
    }
    return value;
  }

  /** A condition that cannot be told to the store must not be left out: it would hold always. */
  private static void addTag(Map<String, String> headers, String name, @Nullable String value)
      throws StoreException {
    if (value == null) {
      return;
    }
    EntityTags tags = EntityTags.parse(checked(name, value));
    if (tags.any()) {
      headers.put(name, "*");
      return;
    }
    headers.put(
        name,
        tags.only()
            .orElseThrow(() -> new StoreException.Unsupported(name + " with other than one tag"))
            .quoted());
  }

  private static void addTime(Map<String, String> headers, String name, @Nullable Instant time) {
    if (time != null) {
      headers.put(name, ReadMessages.HTTP_DATE.format(time));
    }
  }
}
