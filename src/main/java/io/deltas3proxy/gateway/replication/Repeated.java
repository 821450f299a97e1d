package io.deltas3proxy.gateway.replication;

import io.deltas3proxy.gateway.MetadataUnavailableException;
import java.time.Duration;

/**
 * Something that one of the instances does again and again.
 *
 * @param name unique, for ever the same
 * @param pause from its end to its next beginning
 */
record Repeated(String name, Duration pause, Step step) {

  /** A bounded piece of it. */
  @FunctionalInterface
  interface Step {
    void run() throws MetadataUnavailableException;
  }
}
