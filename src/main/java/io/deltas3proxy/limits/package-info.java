/** How much one access key may ask for in a time. */
@NullMarked
package io.deltas3proxy.limits;

import org.jspecify.annotations.NullMarked;
