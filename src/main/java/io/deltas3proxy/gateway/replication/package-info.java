/**
 * Jobs that bring every version to where it has to be, and what looks whether it is still there.
 */
@NullMarked
package io.deltas3proxy.gateway.replication;

import org.jspecify.annotations.NullMarked;
