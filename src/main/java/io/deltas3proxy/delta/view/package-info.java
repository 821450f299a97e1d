/**
 * The filtered view of a table's log: what a caller who may see some partitions reads in place of
 * {@code _delta_log/}, a complete and valid log of a smaller table.
 *
 * <p>Commits are rewritten to the same length, so that a listing needs no look into them. Every
 * file of the log that is not known to be needed is hidden. Checkpoints are written anew by a
 * {@link io.deltas3proxy.delta.view.CheckpointWriter}.
 */
@NullMarked
package io.deltas3proxy.delta.view;

import org.jspecify.annotations.NullMarked;
