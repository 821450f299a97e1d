package io.deltas3proxy.storage.conditional;

import io.deltas3proxy.database.Database;
import io.deltas3proxy.database.DatabaseException;
import io.deltas3proxy.storage.ObjectAddress;
import io.deltas3proxy.storage.StoreException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Leases as rows of the table {@code commit_locks}. A lease that nobody gave back is taken over by
 * whoever has seen it with one holder for long enough. Both the holder and those who wait measure
 * by steady clocks of their own, so that no two clocks need to agree.
 */
public final class JdbcKeyLocks implements KeyLocks {

  private static final Logger LOG = LoggerFactory.getLogger(JdbcKeyLocks.class);

  /** How long the holder may begin to end a write. */
  static final Duration HOLDS = Duration.ofSeconds(20);

  /** How long one holder must be seen before another takes over: the store needs time as well. */
  static final Duration TAKEN_OVER = HOLDS.plusSeconds(20);

  /** Older than any difference of clocks, of which each row has only one. */
  private static final Duration FORGOTTEN = Duration.ofDays(1);

  private static final Duration WAITS = Duration.ofSeconds(10);
  private static final long SHORTEST_PAUSE_NANOS = 10_000_000;
  private static final long LONGEST_PAUSE_NANOS = 100_000_000;

  /** Leases of others that are watched; more are seen anew. */
  private static final int MOST_SEEN = 1000;

  private static final String TAKE =
      "INSERT INTO commit_locks (store, bucket, object_key, holder, held_until)"
          + " VALUES (?, ?, ?, ?, ?) ON CONFLICT (store, bucket, object_key) DO NOTHING";
  private static final String LOOK =
      "SELECT holder FROM commit_locks WHERE store = ? AND bucket = ? AND object_key = ?";
  private static final String TAKE_OVER =
      "UPDATE commit_locks SET holder = ?, held_until = ? WHERE holder = ?";
  private static final String GIVE_BACK = "DELETE FROM commit_locks WHERE holder = ?";
  private static final String FORGET = "DELETE FROM commit_locks WHERE held_until < ?";

  /** Since when a lease was seen, by {@link System#nanoTime()}. */
  private record Seen(String holder, long sinceNanos) {}

  private record Place(String store, ObjectAddress address) {}

  private final Database database;
  private final Clock clock;
  private final LongSupplier nanoTime;
  private final Duration waits;
  private final Map<Place, Seen> seen = new ConcurrentHashMap<>();

  public JdbcKeyLocks(Database database, Clock clock) {
    this(database, clock, System::nanoTime, WAITS);
  }

  /**
   * For tests.
   *
   * @param clock of what is in the table, which decides nothing but what is swept
   * @param waits how long somebody waits for a lease
   */
  JdbcKeyLocks(Database database, Clock clock, LongSupplier nanoTime, Duration waits) {
    this.database = database;
    this.waits = waits;
    this.clock = clock;
    this.nanoTime = nanoTime;
  }

  @Override
  public Lease acquire(String store, ObjectAddress address) throws StoreException {
    Place place = new Place(store, address);
    String holder = UUID.randomUUID().toString();
    long giveUp = System.nanoTime() + waits.toNanos();
    while (true) {
      long asked = nanoTime.getAsLong();
      if (take(place, holder)) {
        seen.remove(place);
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

  private boolean take(Place place, String holder) throws StoreException {
    try {
      return database.write(
          connection -> insert(connection, place, holder) || takeOver(connection, place, holder));
    } catch (DatabaseException e) {
      throw new StoreException.Unavailable("a lock cannot be taken: " + e.getMessage(), e);
    }
  }

  private boolean insert(Connection connection, Place place, String holder) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(TAKE)) {
      bind(statement, place);
      statement.setString(4, holder);
      statement.setLong(5, until());
      return statement.executeUpdate() == 1;
    }
  }

  private boolean takeOver(Connection connection, Place place, String holder) throws SQLException {
    String other = holder(connection, place);
    if (other == null || !isOver(place, other)) {
      return false;
    }
    try (PreparedStatement statement = connection.prepareStatement(TAKE_OVER)) {
      statement.setString(1, holder);
      statement.setLong(2, until());
      statement.setString(3, other);
      return statement.executeUpdate() == 1;
    }
  }

  private static @Nullable String holder(Connection connection, Place place) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(LOOK)) {
      bind(statement, place);
      try (ResultSet rows = statement.executeQuery()) {
        return rows.next() ? rows.getString(1) : null;
      }
    }
  }

  /** Whether a lease was seen for so long that its holder cannot write any more. */
  private boolean isOver(Place place, String holder) {
    long now = nanoTime.getAsLong();
    if (seen.size() >= MOST_SEEN) {
      seen.clear();
    }
    Seen known =
        seen.merge(
            place,
            new Seen(holder, now),
            (before, fresh) -> before.holder().equals(holder) ? before : fresh);
    return now - known.sinceNanos() > TAKEN_OVER.toNanos();
  }

  private static void bind(PreparedStatement statement, Place place) throws SQLException {
    statement.setString(1, place.store());
    statement.setString(2, place.address().bucket());
    statement.setString(3, place.address().key());
  }

  private long until() {
    return clock.instant().plus(TAKEN_OVER).toEpochMilli();
  }

  private int delete(Connection connection, String holder) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(GIVE_BACK)) {
      statement.setString(1, holder);
      return statement.executeUpdate();
    }
  }

  /**
   * Removes leases that ended a day ago: of processes that died, for objects that nobody has wanted
   * to write since.
   */
  public void sweep() {
    try {
      int swept = database.write(this::forget);
      if (swept > 0) {
        LOG.info("{} locks of processes that ended are removed", swept);
      }
    } catch (DatabaseException e) {
      LOG.warn("Old locks are not removed now: {}", e.getMessage());
    }
  }

  private int forget(Connection connection) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(FORGET)) {
      statement.setLong(1, clock.instant().minus(FORGOTTEN).toEpochMilli());
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
      return endNanos - nanoTime.getAsLong() > 0;
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
