/** Tests of the package. */
@NullMarked
package io.deltas3proxy.metrics;

import org.jspecify.annotations.NullMarked;
