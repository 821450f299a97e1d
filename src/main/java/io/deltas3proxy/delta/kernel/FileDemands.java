package io.deltas3proxy.delta.kernel;

import io.delta.kernel.types.StructType;

/**
 * What of a table tells how the files of a commit must be described.
 *
 * @param partition the partition columns by their physical names
 * @param statistics how {@code stats} are read
 * @param vectors whether files may have deletion vectors
 * @param rowIds whether added files have row ids
 * @param appendOnly whether data is only added
 */
record FileDemands(
    StructType partition,
    StructType statistics,
    boolean vectors,
    boolean rowIds,
    boolean appendOnly) {}
