package io.deltas3proxy.s3.protocol;

import java.util.regex.Pattern;

/**
 * What a request is about: the one decoded form that authorization and delivery both use.
 *
 * @param bucket empty for the service itself
 * @param key decoded, never normalised; empty for the bucket itself
 */
public record S3Target(String bucket, String key) {

  /** Examples: {@code a/../b}, {@code .}, {@code a/..}; but not {@code a/...}. */
  private static final Pattern DOT_SEGMENT = Pattern.compile("(?<![^/])\\.\\.?(?![^/])");

  /** Longest key, in bytes of UTF-8. */
  public static final int MAX_KEY_BYTES = 1024;

  /** Whether a segment of the key is one that path names use for directions: no request has it. */
  public static boolean hasDotSegment(String key) {
    return DOT_SEGMENT.matcher(key).find();
  }
}
