/** Tests of the stores. */
@NullMarked
package io.deltas3proxy.storage.local;

import org.jspecify.annotations.NullMarked;
