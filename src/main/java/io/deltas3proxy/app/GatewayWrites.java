package io.deltas3proxy.app;

import java.util.OptionalInt;

/**
 * When a write has ended well.
 *
 * @param minimum replicas that are durable before it is acknowledged
 * @param synchronous backends that a body is sent to at once; {@link #ALL} for as many as are
 *     required; empty where the file of backends says it
 */
record GatewayWrites(int minimum, OptionalInt synchronous) {
  static final int ALL = Integer.MAX_VALUE;
}
