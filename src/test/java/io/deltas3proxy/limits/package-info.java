/** Tests of the package. */
@NullMarked
package io.deltas3proxy.limits;

import org.jspecify.annotations.NullMarked;
