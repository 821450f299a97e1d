/**
 * A proxy beside the client, for clients that cannot follow a redirect to a presigned URL: it asks
 * the Delta S3 proxy with what the client has signed, and follows to the store without it. Uses
 * nothing but the JDK, so that it is also a small jar of its own.
 */
@NullMarked
package io.deltas3proxy.client;

import org.jspecify.annotations.NullMarked;
