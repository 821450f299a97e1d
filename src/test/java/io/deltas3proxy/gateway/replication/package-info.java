@NullMarked
package io.deltas3proxy.gateway.replication;

import org.jspecify.annotations.NullMarked;
