package io.deltas3proxy.s3.protocol;

/**
 * What a request is about: the one decoded form that authorization and delivery both use.
 *
 * @param bucket empty for the service itself
 * @param key decoded, never normalised; empty for the bucket itself
 */
public record S3Target(String bucket, String key) {

  /** Longest key, in bytes of UTF-8. */
  public static final int MAX_KEY_BYTES = 1024;
}
