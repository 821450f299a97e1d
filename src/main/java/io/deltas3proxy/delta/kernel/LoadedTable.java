package io.deltas3proxy.delta.kernel;

import io.deltas3proxy.delta.CompactTableIndex;

/**
 * An index together with what is needed to follow its log.
 *
 * @param commitTag entity tag of the commit of the index's version
 */
record LoadedTable(CompactTableIndex index, TableShape shape, String commitTag) {}
