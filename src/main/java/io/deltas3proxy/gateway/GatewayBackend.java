package io.deltas3proxy.gateway;

import io.deltas3proxy.storage.ObjectStore;

/** A backend as it can be used now. Who has one may use its store until they are done with it. */
public interface GatewayBackend {

  Backend description();

  /**
   * Counts and limits what it is asked; its {@code writer()} too. Not to be closed by its users.
   */
  ObjectStore store();

  /** Whether it answered lately: one that did not is asked last, and gets no new replica. */
  boolean isUsable();

  /**
   * Whether something new can be stored in a bucket of it now: it answered lately, and is not known
   * to lack the bucket.
   *
   * @param bucket physical
   */
  default boolean isReadyFor(String bucket) {
    return isUsable();
  }
}
