/** Tests of the stores. */
@NullMarked
package io.deltas3proxy.storage;

import org.jspecify.annotations.NullMarked;
