package io.deltas3proxy.gateway.replication;

import io.deltas3proxy.gateway.Backend;
import io.deltas3proxy.gateway.GatewayBackend;
import io.deltas3proxy.gateway.Location;
import io.deltas3proxy.storage.ObjectStore;

/** A backend that a test switches. */
final class TestBackend implements GatewayBackend {

  static final String BUCKET = "physical-bucket";

  private final String name;
  private final String zone;
  private final ObjectStore store;
  private volatile boolean enabled = true;
  private volatile boolean draining;
  private volatile boolean usable = true;

  TestBackend(String name, String zone, ObjectStore store) {
    this.name = name;
    this.zone = zone;
    this.store = store;
  }

  void enabled(boolean on) {
    enabled = on;
  }

  void draining(boolean on) {
    draining = on;
  }

  void usable(boolean on) {
    usable = on;
  }

  String name() {
    return name;
  }

  @Override
  public Backend description() {
    return new Backend(
        name,
        "Provider of " + name,
        new Location(zone),
        new Location(zone),
        BUCKET,
        false,
        enabled,
        draining,
        Backend.Capabilities.NONE);
  }

  @Override
  public ObjectStore store() {
    return store;
  }

  @Override
  public boolean isUsable() {
    return usable;
  }
}
