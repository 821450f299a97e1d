/** Temporary credentials: the operations of the Security Token Service that SDKs use. */
@NullMarked
package io.deltas3proxy.sts;

import org.jspecify.annotations.NullMarked;
