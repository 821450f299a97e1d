package io.deltas3proxy.storage.conditional;

import io.deltas3proxy.storage.ObjectAddress;
import io.deltas3proxy.storage.StoreException;

/** Lets one writer at a time, of all instances, write an object. */
public interface KeyLocks {

  /** The right to write one object, for some time. */
  interface Lease extends AutoCloseable {

    /** Whether what is sent to a store now can still be done before somebody else may write. */
    boolean holds();

    /** Leaves the lease to its end: what was sent may still be done. */
    void abandon();

    /** Gives the right back, unless it was abandoned. */
    @Override
    void close();
  }

  /**
   * Waits for the right to write an object.
   *
   * @param store name of the store
   * @throws StoreException.Conflict if another writer has it for too long
   * @throws StoreException.Unavailable if that cannot be known
   */
  Lease acquire(String store, ObjectAddress address) throws StoreException;
}
