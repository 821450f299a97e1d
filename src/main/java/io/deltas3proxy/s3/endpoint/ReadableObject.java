package io.deltas3proxy.s3.endpoint;

import io.deltas3proxy.access.AccessDecision;
import io.deltas3proxy.access.TableAccess;
import io.deltas3proxy.delta.TableUnavailableException;
import io.deltas3proxy.storage.ObjectAddress;
import io.deltas3proxy.storage.ObjectStore;
import io.deltas3proxy.storage.StoreException;

/**
 * An object that a caller was found to be allowed to read. Only {@link DeltaBucket} makes one.
 *
 * @param sight the caller's, of the table whose object it is
 */
record ReadableObject(TableAccess sight, AccessDecision.Allowed decision) {

  /** The store as the caller is to see it. */
  ObjectStore store(CallerStores stores) throws StoreException, TableUnavailableException {
    return stores.of(sight);
  }

  ObjectAddress address() {
    return decision.address();
  }

  /** Objects of the log are never redirected. */
  boolean isLog() {
    return decision.subject() == AccessDecision.Subject.LOG;
  }
}
