/**
 * The S3 protocol without a server: what a request means, and how answers are written. One sealed
 * {@link io.deltas3proxy.s3.protocol.S3Command} per request, one enum of error codes.
 */
@NullMarked
package io.deltas3proxy.s3.protocol;

import org.jspecify.annotations.NullMarked;
