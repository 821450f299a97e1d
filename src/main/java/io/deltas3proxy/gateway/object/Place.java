package io.deltas3proxy.gateway.object;

import io.deltas3proxy.gateway.Backend;
import io.deltas3proxy.gateway.GatewayBackend;
import io.deltas3proxy.gateway.Replica;
import io.deltas3proxy.storage.ObjectAddress;
import io.deltas3proxy.storage.ObjectWriter;
import io.deltas3proxy.storage.StoreException;
import java.time.Instant;

/** A replica together with the backend that it is on. */
record Place(GatewayBackend backend, Replica replica) {

  ObjectAddress address() {
    return new ObjectAddress(replica.bucket(), replica.key());
  }

  Backend description() {
    return backend.description();
  }

  String name() {
    return replica.backend();
  }

  ObjectWriter writer() throws StoreException {
    return backend.store().writer();
  }

  /** The replica once it is whole and was looked at. */
  Replica active(String eTag, Instant now) {
    return new Replica(
        replica.backend(),
        replica.zone(),
        replica.bucket(),
        replica.key(),
        Replica.Status.ACTIVE,
        eTag,
        now,
        replica.attempts() + 1,
        null);
  }

  /** The replica once it has failed. */
  Replica failed(String error) {
    return failed(replica, error);
  }

  static Replica failed(Replica replica, String error) {
    return new Replica(
        replica.backend(),
        replica.zone(),
        replica.bucket(),
        replica.key(),
        Replica.Status.FAILED,
        replica.checksum(),
        replica.lastVerified(),
        replica.attempts() + 1,
        error);
  }

  /** A replica that nothing was ever sent to. */
  static Replica unused(Replica replica) {
    return new Replica(
        replica.backend(),
        replica.zone(),
        replica.bucket(),
        replica.key(),
        Replica.Status.DELETED,
        null,
        null,
        replica.attempts(),
        null);
  }
}
