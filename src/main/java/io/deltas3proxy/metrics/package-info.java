/**
 * What the proxy measures, in the text format of Prometheus. The set of series is bounded: labels
 * are operations, statuses, stores and tables, never what a client makes up.
 */
@NullMarked
package io.deltas3proxy.metrics;

import org.jspecify.annotations.NullMarked;
