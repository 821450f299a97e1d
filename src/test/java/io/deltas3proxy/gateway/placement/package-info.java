@NullMarked
package io.deltas3proxy.gateway.placement;

import org.jspecify.annotations.NullMarked;
