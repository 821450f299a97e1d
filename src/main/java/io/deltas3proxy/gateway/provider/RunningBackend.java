package io.deltas3proxy.gateway.provider;

import io.deltas3proxy.storage.ObjectStore;

/** The open store of a backend, and how it does; kept as long as its connection is the same. */
final class RunningBackend {

  private final ConfiguredBackend.Connection connection;
  private final ObjectStore opened;
  private final BackendGuard guard;
  private final GuardedStore store;
  private final MissingBuckets missing = new MissingBuckets();
  private volatile ProbeResult probe = ProbeResult.NONE;

  RunningBackend(ConfiguredBackend.Connection connection, ObjectStore opened, BackendGuard guard) {
    this.connection = connection;
    this.opened = opened;
    this.guard = guard;
    this.store = new GuardedStore(opened, guard, missing);
  }

  boolean isConnectedBy(ConfiguredBackend.Connection other) {
    return connection.equals(other);
  }

  /** For everybody. */
  ObjectStore store() {
    return store;
  }

  /** Around the guard: for looks. */
  ObjectStore opened() {
    return opened;
  }

  BackendGuard guard() {
    return guard;
  }

  MissingBuckets missing() {
    return missing;
  }

  ProbeResult probe() {
    return probe;
  }

  void probed(ProbeResult result) {
    probe = result;
    guard.looked(result.finding().isGood());
  }

  void close() {
    opened.close();
  }
}
