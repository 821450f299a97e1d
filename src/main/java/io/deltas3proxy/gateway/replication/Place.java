package io.deltas3proxy.gateway.replication;

import io.deltas3proxy.gateway.GatewayBackend;
import io.deltas3proxy.gateway.Replica;
import io.deltas3proxy.storage.ObjectAddress;

/** A replica on the backend that has it, or is to have it. */
record Place(GatewayBackend backend, Replica replica) {

  ObjectAddress address() {
    return new ObjectAddress(replica.bucket(), replica.key());
  }

  String name() {
    return replica.backend();
  }
}
