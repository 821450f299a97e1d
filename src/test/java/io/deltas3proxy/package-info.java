/** Tests of the project as a whole. */
@NullMarked
package io.deltas3proxy;

import org.jspecify.annotations.NullMarked;
