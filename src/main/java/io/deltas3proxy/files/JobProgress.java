package io.deltas3proxy.files;

import java.time.Instant;

/**
 * How far an upload in the background is.
 *
 * @param received bytes that are here and stay when the machine ends
 * @param sent bytes that the store has
 * @param attempts that were begun
 * @param error what the owner is told; empty for nothing
 * @param due when it may be tried (again)
 */
public record JobProgress(
    JobState state, long received, long sent, int attempts, String error, Instant due) {}
