/**
 * Reads the logs of Delta tables with Delta Kernel over the {@code storage} port, and keeps the
 * indexes of {@code delta} filled from them. The only package that knows Kernel, whose builders are
 * experimental and whose actions are internal: its version is pinned.
 */
@NullMarked
package io.deltas3proxy.delta.kernel;

import org.jspecify.annotations.NullMarked;
