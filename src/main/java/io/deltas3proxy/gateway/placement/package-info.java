/** Decides where objects may be kept, and keeps the evidence of each decision. */
@NullMarked
package io.deltas3proxy.gateway.placement;

import org.jspecify.annotations.NullMarked;
