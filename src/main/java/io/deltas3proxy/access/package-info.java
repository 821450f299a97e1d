/** Who may see what: the one place where that is decided. Denies what nothing allows. */
@NullMarked
package io.deltas3proxy.access;

import org.jspecify.annotations.NullMarked;
