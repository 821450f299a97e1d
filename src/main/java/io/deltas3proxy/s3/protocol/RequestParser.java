package io.deltas3proxy.s3.protocol;

/** Reads a request of S3, once. */
@FunctionalInterface
public interface RequestParser {

  /**
   * @throws S3Exception when the request is malformed, or asks for what is not served
   */
  ParsedRequest parse(RawRequest request);
}
