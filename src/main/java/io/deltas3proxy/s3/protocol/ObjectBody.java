package io.deltas3proxy.s3.protocol;

import java.util.Map;

/**
 * The body of a request that becomes an object, or a part of one, and what is said of it.
 *
 * @param length in bytes, without what belongs to its transfer
 * @param headers of the object and digests of the body, lower-case names, as those of {@code
 *     storage.PutRequest}
 */
public record ObjectBody(long length, Map<String, String> headers) {

  /** The longest body of one request: 5 GiB. */
  public static final long MOST_BYTES = 5L << 30;

  public ObjectBody {
    headers = Map.copyOf(headers);
  }
}
