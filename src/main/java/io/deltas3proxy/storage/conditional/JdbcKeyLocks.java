package io.deltas3proxy.storage.conditional;

import io.deltas3proxy.database.Database;
import io.deltas3proxy.database.DatabaseException;
import io.deltas3proxy.storage.ObjectAddress;
import io.deltas3proxy.storage.StoreException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Leases as rows of the table {@code commit_locks}. A lease that nobody gave back ends by itself.
 * How long one still holds is measured by the holder's own steady clock from before it asked, so
 * that clocks that differ between instances by less than {@link #CLOCKS_DIFFER} do no harm.
 */
public final class JdbcKeyLocks implements KeyLocks {

  private static final Logger LOG = LoggerFactory.getLogger(JdbcKeyLocks.class);

  /** How long the holder may begin to end a write. */
  static final Duration HOLDS = Duration.ofSeconds(60);

  /** How long the store may take for what was sent. */
  static final Duration SETTLES = Duration.ofSeconds(60);

  /** How far apart the clocks of two instances may be. */
  static final Duration CLOCKS_DIFFER = Duration.ofMinutes(2);

  private static final Duration WAITS = Duration.ofSeconds(10);
  private static final long SHORTEST_PAUSE_NANOS = 10_000_000;
  private static final long LONGEST_PAUSE_NANOS = 100_000_000;

  private static final String TAKE =
      "INSERT INTO commit_locks (store, bucket, object_key, holder, held_until)"
          + " VALUES (?, ?, ?, ?, ?)"
          + " ON CONFLICT (store, bucket, object_key) DO UPDATE"
          + " SET holder = excluded.holder, held_until = excluded.held_until"
          + " WHERE commit_locks.held_until < ?";
  private static final String GIVE_BACK = "DELETE FROM commit_locks WHERE holder = ?";

  private final Database database;
  private final Clock clock;

  public JdbcKeyLocks(Database database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  @Override
  public Lease acquire(String store, ObjectAddress address) throws StoreException {
    String holder = UUID.randomUUID().toString();
    long giveUp = System.nanoTime() + WAITS.toNanos();
    while (true) {
      long asked = System.nanoTime();
      if (take(store, address, holder)) {
        return new Row(holder, asked + HOLDS.toNanos());
      }
      if (System.nanoTime() - giveUp >= 0) {
        throw new StoreException.Conflict("another writer has " + address);
      }
      LockSupport.parkNanos(
          ThreadLocalRandom.current().nextLong(SHORTEST_PAUSE_NANOS, LONGEST_PAUSE_NANOS));
      if (Thread.interrupted()) {
        Thread.currentThread().interrupt();
        throw new StoreException.Unavailable("interrupted while another writer has " + address);
      }
    }
  }

  private boolean take(String store, ObjectAddress address, String holder) throws StoreException {
    long now = clock.millis();
    long until = now + HOLDS.plus(SETTLES).plus(CLOCKS_DIFFER).toMillis();
    try {
      return database.write(connection -> {
        try (PreparedStatement statement = connection.prepareStatement(TAKE)) {
          statement.setString(1, store);
          statement.setString(2, address.bucket());
          statement.setString(3, address.key());
          statement.setString(4, holder);
          statement.setLong(5, until);
          statement.setLong(6, now);
          return statement.executeUpdate() == 1;
        }
      });
    } catch (DatabaseException e) {
      throw new StoreException.Unavailable("a lock cannot be taken: " + e.getMessage(), e);
    }
  }

  private int delete(Connection connection, String holder) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(GIVE_BACK)) {
      statement.setString(1, holder);
      return statement.executeUpdate();
    }
  }

  private final class Row implements Lease {
    private final String holder;
    private final long endNanos;
    private boolean abandoned;

    Row(String holder, long endNanos) {
      this.holder = holder;
      this.endNanos = endNanos;
    }

    @Override
    public boolean holds() {
      return endNanos - System.nanoTime() > 0;
    }

    @Override
    public void abandon() {
      abandoned = true;
    }

    @Override
    public void close() {
      if (abandoned) {
        return;
      }
      try {
        database.write(connection -> delete(connection, holder));
      } catch (DatabaseException e) {
        LOG.warn("A lock was not given back and ends by itself: {}", e.getMessage());
      }
    }
  }
}
