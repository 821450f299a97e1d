package io.deltas3proxy.s3.protocol;

import java.time.Instant;

/**
 * Until when a version is kept.
 *
 * @param until second precision or finer
 */
public record ObjectRetention(LockMode mode, Instant until) {}
