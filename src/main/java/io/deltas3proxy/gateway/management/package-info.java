/** What operators ask of the gateway and tell it, over HTTP. */
@NullMarked
package io.deltas3proxy.gateway.management;

import org.jspecify.annotations.NullMarked;
