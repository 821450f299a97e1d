package io.deltas3proxy.gateway.provider;

import io.deltas3proxy.storage.ObjectStore;

/** Opens the stores of backends. */
@FunctionalInterface
public interface BackendStoreFactory {

  /**
   * Opens a store; nothing is sent to it yet. It is closed when it is not used any more.
   *
   * @throws IllegalArgumentException that says, without secrets, why it may not be used
   */
  ObjectStore open(ConfiguredBackend backend);
}
