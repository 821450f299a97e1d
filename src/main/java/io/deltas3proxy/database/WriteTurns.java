package io.deltas3proxy.database;

import java.sql.SQLException;
import java.sql.SQLTransientException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Lets the threads of this process write one after the other, in the order in which they came, for
 * a database that has one writer at a time anyway. Left to themselves they would ask it again and
 * again, each with a connection of the pool, and the same one could lose each time.
 */
final class WriteTurns {

  private final ReentrantLock lock = new ReentrantLock(true);
  private final boolean needed;
  private final Duration most;

  /**
   * Makes them.
   *
   * @param most that one waits for its turn
   */
  WriteTurns(boolean needed, Duration most) {
    this.needed = needed;
    this.most = most;
  }

  void begin() throws SQLException {
    if (!needed) {
      return;
    }
    try {
      if (!lock.tryLock(most.toNanos(), TimeUnit.NANOSECONDS)) {
        throw new SQLTransientException("others have been writing for " + most.toMillis() + " ms");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SQLTransientException("interrupted while others were writing", e);
    }
  }

  void end() {
    if (needed) {
      lock.unlock();
    }
  }
}
