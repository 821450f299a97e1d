package io.deltas3proxy.s3.protocol;

import java.util.Map;

/**
 * The body of a request that is an XML document, not read yet.
 *
 * @param length in bytes, without what belongs to its transfer
 * @param digests that the client says it has: {@code content-md5} and {@code x-amz-checksum-*}
 */
public record DocumentBody(long length, Map<String, String> digests) {

  /** The longest document: 2 MiB. */
  public static final int MOST_BYTES = 2 << 20;

  public DocumentBody {
    digests = Map.copyOf(digests);
    if (length < 0 || length > MOST_BYTES) {
      throw new S3Exception(S3ErrorCode.MALFORMED_XML, "The document is too long");
    }
  }
}
