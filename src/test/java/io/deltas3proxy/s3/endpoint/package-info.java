/** Tests of {@code io.deltas3proxy.s3.endpoint}. */
@NullMarked
package io.deltas3proxy.s3.endpoint;

import org.jspecify.annotations.NullMarked;
