/**
 * What the logs of Delta tables say: which file belongs to which partition, kept current and small
 * enough to ask for every request. How a log is read is in {@code delta.kernel}.
 */
@NullMarked
package io.deltas3proxy.delta;

import org.jspecify.annotations.NullMarked;
