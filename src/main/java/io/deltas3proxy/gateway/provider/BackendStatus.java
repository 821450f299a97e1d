package io.deltas3proxy.gateway.provider;

import io.deltas3proxy.gateway.Backend;

/**
 * How a backend does.
 *
 * @param writable whether something new can be stored in its bucket now
 * @param breaker {@code closed}, {@code open} or {@code half_open}
 * @param underWay calls and bodies at this moment
 */
public record BackendStatus(
    Backend backend,
    boolean usable,
    boolean writable,
    ProbeResult probe,
    String breaker,
    int underWay) {}
