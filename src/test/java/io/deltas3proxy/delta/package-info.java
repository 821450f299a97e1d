/** Tests of {@code io.deltas3proxy.delta}. */
@NullMarked
package io.deltas3proxy.delta;

import org.jspecify.annotations.NullMarked;
