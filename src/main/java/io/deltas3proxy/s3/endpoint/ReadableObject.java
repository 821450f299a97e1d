package io.deltas3proxy.s3.endpoint;

import io.deltas3proxy.access.AccessDecision;
import io.deltas3proxy.delta.Table;
import io.deltas3proxy.storage.ObjectAddress;
import io.deltas3proxy.storage.ObjectStore;

/**
 * An object that a caller was found to be allowed to read. Only {@link DeltaBucket} makes one.
 *
 * @param table whose object it is
 */
record ReadableObject(Table table, AccessDecision.Allowed decision) {

  ObjectStore store() {
    return table.location().store();
  }

  ObjectAddress address() {
    return decision.address();
  }

  /** Objects of the log are never redirected. */
  boolean isLog() {
    return decision.subject() == AccessDecision.Subject.LOG;
  }
}
