package io.deltas3proxy.gateway.replication;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How far a backend is emptied.
 *
 * @param atStart replicas that it had when that began
 * @param left replicas that it has now
 * @param underway jobs that move some of them, or wait to
 * @param stuck moves that failed: the jobs say why
 */
public record Drain(
    String backend,
    boolean finished,
    long atStart,
    long left,
    long underway,
    long stuck,
    Instant startedAt,
    @Nullable Instant finishedAt) {}
