package io.deltas3proxy.testing;

import io.deltas3proxy.storage.ObjectAddress;
import io.deltas3proxy.storage.conditional.KeyLocks;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/** Locks of objects among the threads of this process. */
final class MemoryLocks implements KeyLocks {

  private record Place(String store, ObjectAddress address) {}

  private final Map<Place, ReentrantLock> locks = new ConcurrentHashMap<>();

  @Override
  public Lease acquire(String store, ObjectAddress address) {
    ReentrantLock lock =
        locks.computeIfAbsent(new Place(store, address), place -> new ReentrantLock());
    lock.lock();
    return new Lease() {
      @Override
      public boolean holds() {
        return lock.isHeldByCurrentThread();
      }

      @Override
      public void abandon() {
        // Nobody else writes what is tested.
      }

      @Override
      public void close() {
        lock.unlock();
      }
    };
  }
}
