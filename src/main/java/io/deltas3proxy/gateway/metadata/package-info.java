/** The metadata authority in a database: what is not in here is not there. */
@NullMarked
package io.deltas3proxy.gateway.metadata;

import org.jspecify.annotations.NullMarked;
