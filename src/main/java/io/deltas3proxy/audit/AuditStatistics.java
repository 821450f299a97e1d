package io.deltas3proxy.audit;

/**
 * What has become of the lines of an audit trail.
 *
 * @param written lines that are in the file
 * @param lost lines that are nowhere
 * @param failures attempts to write that failed
 * @param waiting lines in the queue
 */
public record AuditStatistics(long written, long lost, long failures, long waiting) {}
