/** Tests of {@code io.deltas3proxy.delta.kernel}. */
@NullMarked
package io.deltas3proxy.delta.kernel;

import org.jspecify.annotations.NullMarked;
