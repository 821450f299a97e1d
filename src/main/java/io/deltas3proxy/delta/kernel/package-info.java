/** Reads the logs of Delta tables with Delta Kernel. */
@NullMarked
package io.deltas3proxy.delta.kernel;

import org.jspecify.annotations.NullMarked;
