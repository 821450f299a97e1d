package io.deltas3proxy.s3.endpoint;

import io.deltas3proxy.access.TableAccess;
import io.deltas3proxy.access.WriteTarget;
import io.deltas3proxy.delta.TableUnavailableException;
import io.deltas3proxy.storage.ObjectAddress;
import io.deltas3proxy.storage.ObjectStore;
import io.deltas3proxy.storage.StoreException;

/**
 * An object that a caller was found to be allowed to change. Only {@link DeltaBucket} makes one.
 *
 * @param sight the caller's, of the table whose object it is
 * @param target what it is, and so how it may be changed
 */
record WritableObject(TableAccess sight, WriteTarget target, ObjectAddress address) {

  /** The store as the caller is to see it. */
  ObjectStore store(CallerStores stores) throws StoreException, TableUnavailableException {
    return stores.of(sight);
  }
}
