/** Tests of the package. */
@NullMarked
package io.deltas3proxy.launcher;

import org.jspecify.annotations.NullMarked;
