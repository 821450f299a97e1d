package io.deltas3proxy.s3.protocol;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The headers of a request that changes a bucket that keeps versions: what belongs to locks is read
 * here, the rest as everywhere.
 */
final class VersionWriteHeaders {

  /** Read here, so that nobody refuses them for being unknown. */
  private static final String LOCK = "x-amz-object-lock-";

  private static final String BYPASS = "x-amz-bypass-governance-retention";

  private final RequestHeaders headers;
  private final WriteHeaders write;

  VersionWriteHeaders(RequestHeaders headers) {
    this.headers = headers;
    this.write = new WriteHeaders(new Others(headers));
  }

  /** What is read as everywhere. */
  WriteHeaders write() {
    return write;
  }

  boolean flag(String name) {
    return headers.only(name).map(String::strip).filter("true"::equalsIgnoreCase).isPresent();
  }

  /** What is said of the lock of a new version, checked. */
  Map<String, String> lock() {
    Map<String, String> lock = new HashMap<>();
    for (String name : ObjectLock.HEADERS) {
      if (headers.has(name)) {
        lock.put(
            name,
            headers
                .only(name)
                .map(String::strip)
                .orElseThrow(() ->
                    new S3Exception(
                        S3ErrorCode.INVALID_ARGUMENT,
                        "The header " + name + " is given more than once")));
      }
    }
    var unused = ObjectLock.of(lock);
    return lock;
  }

  /** A document that may be missing, as of a bucket that is to be anywhere. */
  DocumentBody perhapsDocument() {
    boolean none = !headers.has("content-length") && !headers.has("transfer-encoding");
    if (none) {
      write.requireServed();
      return new DocumentBody(0, Map.of());
    }
    return write.documentBody();
  }

  /** The headers that are not read here. */
  private record Others(RequestHeaders all) implements RequestHeaders {
    @Override
    public List<String> values(String name) {
      return isOurs(name) ? List.of() : all.values(name);
    }

    @Override
    public List<String> names() {
      return all.names().stream().filter(name -> !isOurs(name)).toList();
    }

    private static boolean isOurs(String name) {
      String lower = name.toLowerCase(Locale.ROOT);
      return lower.equals(BYPASS) || (lower.startsWith(LOCK) && ObjectLock.HEADERS.contains(lower));
    }
  }
}
