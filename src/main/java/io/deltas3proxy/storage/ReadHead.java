package io.deltas3proxy.storage;

import org.jspecify.annotations.Nullable;

/**
 * What is known of a read before its first byte.
 *
 * @param range the bytes that are given, {@code null} for the whole object
 */
public record ReadHead(ObjectInfo info, ByteRange.@Nullable Resolved range) {

  /** Bytes that the read gives. */
  public long length() {
    return range == null ? info.size() : range.length();
  }
}
