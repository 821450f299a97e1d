package io.deltas3proxy.s3.protocol;

import org.jspecify.annotations.Nullable;

/**
 * The object lock of a bucket, which is on.
 *
 * @param retention of new versions; {@code null} for none
 */
public record LockConfiguration(@Nullable DefaultRetention retention) {}
