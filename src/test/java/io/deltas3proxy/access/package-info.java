/** Tests of who may see what. */
@NullMarked
package io.deltas3proxy.access;

import org.jspecify.annotations.NullMarked;
