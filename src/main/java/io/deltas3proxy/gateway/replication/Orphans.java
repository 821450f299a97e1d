package io.deltas3proxy.gateway.replication;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Objects on a backend that no row names.
 *
 * @param deleted how many of them were
 * @param foundAt the last of them
 */
public record Orphans(
    String backend, long objects, long bytes, long deleted, @Nullable Instant foundAt) {}
