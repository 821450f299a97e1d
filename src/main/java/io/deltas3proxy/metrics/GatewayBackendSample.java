package io.deltas3proxy.metrics;

/**
 * How one backend of the gateway does.
 *
 * @param probe what the last look found, as a word
 * @param probeSeconds how long that look took
 * @param breaker state of its circuit breaker, as a word
 * @param requests calls and bodies under way
 */
public record GatewayBackendSample(
    String backend,
    boolean usable,
    String probe,
    double probeSeconds,
    String breaker,
    int requests) {}
