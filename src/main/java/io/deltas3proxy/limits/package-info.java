/**
 * How much one access key may ask for. Pure arithmetic on a clock that is given: no I/O, no
 * threads, no locks.
 */
@NullMarked
package io.deltas3proxy.limits;

import org.jspecify.annotations.NullMarked;
