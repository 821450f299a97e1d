/** Tests of the stores. */
@NullMarked
package io.deltas3proxy.storage.s3;

import org.jspecify.annotations.NullMarked;
