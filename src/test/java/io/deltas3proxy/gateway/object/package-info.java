/** Tests of how objects are written to and read from several backends. */
@NullMarked
package io.deltas3proxy.gateway.object;

import org.jspecify.annotations.NullMarked;
