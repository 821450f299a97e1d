package io.deltas3proxy.delta.kernel;

import io.deltas3proxy.delta.CompactTableIndex;
import java.time.Instant;

/**
 * An index together with what is needed to follow its log.
 *
 * @param builtAt when the whole log was read
 * @param commitTag entity tag of the commit of the index's version
 */
record LoadedTable(CompactTableIndex index, TableShape shape, Instant builtAt, String commitTag) {}
