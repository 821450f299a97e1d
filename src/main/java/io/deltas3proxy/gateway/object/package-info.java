/**
 * The path of bytes: writes to several backends at once, reads that go over from one to another.
 */
@NullMarked
package io.deltas3proxy.gateway.object;

import org.jspecify.annotations.NullMarked;
