package io.deltas3proxy.gateway.metadata;

/**
 * What has become of operations that were to be logged, since the start.
 *
 * @param written rows
 * @param lost operations for which there was no room, or that could not be written at the end
 * @param failures of the database to take rows, each of which was tried again
 * @param waiting operations that are to be written now
 */
public record OperationsStatistics(long written, long lost, long failures, int waiting) {}
