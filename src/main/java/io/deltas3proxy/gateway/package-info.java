/**
 * The gateway over several S3 providers: what it keeps, where it may be kept, and the ports between
 * its parts. Nothing in here knows servlets, SQL or the wire of S3.
 */
@NullMarked
package io.deltas3proxy.gateway;

import org.jspecify.annotations.NullMarked;
