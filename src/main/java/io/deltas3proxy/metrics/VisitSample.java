package io.deltas3proxy.metrics;

/**
 * What has become of the records of visits that one sink was given, see {@link VisitCollector}.
 *
 * @param sink its name
 * @param published that it took
 * @param dropped that found no room in the queue
 * @param failed that it refused, or that were given up
 * @param failures attempts that failed
 * @param waiting in the queue
 */
public record VisitSample(
    String sink, long published, long dropped, long failed, long failures, long waiting) {}
