package io.deltas3proxy.app;

import java.util.OptionalInt;

/**
 * Where the proxy listens.
 *
 * @param port for an embedded server; 0 for any free one; a container has its own
 * @param metricsPort of the separate listener for metrics; empty for none
 * @param metricsAddress that the separate listener is bound to
 */
record ServerSettings(int port, OptionalInt metricsPort, String metricsAddress) {}
