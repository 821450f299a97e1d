/** Tests of {@code io.deltas3proxy.s3.protocol}. */
@NullMarked
package io.deltas3proxy.s3.protocol;

import org.jspecify.annotations.NullMarked;
