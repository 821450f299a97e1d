package io.deltas3proxy.storage;

import org.jspecify.annotations.Nullable;

/**
 * One read of an object or of its description.
 *
 * @param range bytes wanted; {@code null} for all
 * @param partNumber 1 to 10,000: only that part of an object that was uploaded in parts; {@code
 *     null} for all; never together with a range
 * @param checksumMode whether the caller asked for stored checksums ({@code x-amz-checksum-mode})
 */
public record ReadRequest(
    ObjectAddress address,
    @Nullable ByteRange range,
    @Nullable Integer partNumber,
    ReadConditions conditions,
    boolean checksumMode) {

  public static ReadRequest whole(ObjectAddress address) {
    return new ReadRequest(address, null, null, ReadConditions.NONE, false);
  }

  public static ReadRequest range(ObjectAddress address, ByteRange range) {
    return new ReadRequest(address, range, null, ReadConditions.NONE, false);
  }
}
