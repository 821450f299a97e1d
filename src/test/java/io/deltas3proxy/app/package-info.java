/** Tests of the package. */
@NullMarked
package io.deltas3proxy.app;

import org.jspecify.annotations.NullMarked;
