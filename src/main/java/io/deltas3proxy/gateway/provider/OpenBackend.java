package io.deltas3proxy.gateway.provider;

import io.deltas3proxy.gateway.Backend;
import io.deltas3proxy.gateway.GatewayBackend;
import io.deltas3proxy.storage.ObjectStore;

/**
 * A backend of the moment.
 *
 * @param mostFailures looks that may fail one after the other
 */
record OpenBackend(Backend description, RunningBackend running, int mostFailures)
    implements GatewayBackend {

  @Override
  public ObjectStore store() {
    return running.store();
  }

  @Override
  public boolean isUsable() {
    return description.enabled()
        && running.guard().isOpenForCalls()
        && running.probe().failures() < mostFailures;
  }

  @Override
  public boolean isReadyFor(String bucket) {
    return isUsable() && !running.missing().contains(bucket);
  }

  OpenBackend draining(boolean on) {
    return new OpenBackend(
        new Backend(
            description.name(),
            description.provider(),
            description.zone(),
            description.region(),
            description.bucket(),
            description.primary(),
            description.enabled(),
            on,
            description.capabilities()),
        running,
        mostFailures);
  }

  BackendStatus status() {
    return new BackendStatus(
        description,
        isUsable(),
        description.takesNew() && isReadyFor(description.bucket()),
        running.probe(),
        running.guard().state(),
        running.guard().underWay());
  }
}
