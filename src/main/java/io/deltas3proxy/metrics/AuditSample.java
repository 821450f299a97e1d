package io.deltas3proxy.metrics;

/** Counts of lines of the audit trail, see {@link AuditCollector}. */
public record AuditSample(double written, double lost, double failures, double waiting) {}
