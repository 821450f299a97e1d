package io.deltas3proxy.website.visitor;

/**
 * What has become of the visits that a sink was given.
 *
 * @param sink its name
 * @param published that it took
 * @param dropped that found no room in the queue
 * @param failed that it refused, or that were given up
 * @param failures attempts that failed
 * @param waiting in the queue
 */
public record SinkStatistics(
    String sink, long published, long dropped, long failed, long failures, long waiting) {}
