package io.deltas3proxy.delta.kernel;

import io.delta.kernel.internal.actions.Metadata;
import io.deltas3proxy.delta.CompactTableIndex;
import java.time.Instant;

/**
 * An index together with what is needed to follow its log.
 *
 * @param metadata the newest, which may say more than the shape
 * @param builtAt when the whole log was read
 * @param marks by which the log is known again
 */
record LoadedTable(
    CompactTableIndex index,
    TableShape shape,
    Metadata metadata,
    Instant builtAt,
    CommitMarks marks) {

  /** The table as it is at the version of the index. */
  TableState state(IndexSettings settings) {
    return new TableState(shape.protocol(), metadata, settings);
  }
}
