package io.deltas3proxy.delta.kernel;

import io.deltas3proxy.delta.CompactTableIndex;
import java.time.Instant;

/**
 * An index together with what is needed to follow its log.
 *
 * @param builtAt when the whole log was read
 * @param marks by which the log is known again
 */
record LoadedTable(CompactTableIndex index, TableShape shape, Instant builtAt, CommitMarks marks) {}
