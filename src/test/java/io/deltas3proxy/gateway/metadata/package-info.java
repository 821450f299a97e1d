/** Tests of the gateway's metadata, on both databases. */
@NullMarked
package io.deltas3proxy.gateway.metadata;

import org.jspecify.annotations.NullMarked;
