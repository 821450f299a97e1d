package io.deltas3proxy.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.List;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The database with its tables. Any number of threads use it; each call is one transaction on a
 * connection of a bounded pool, and waits no longer than the time-outs of the settings.
 */
public final class Database implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Database.class);

  private static final int MOST_TRIES = 3;

  /** What the states of SQL that tell of broken connections, or of the server's end, begin with. */
  private static final List<String> CONNECTION_FAILURES = List.of("08", "57P0");

  private final DatabaseSettings settings;
  private final DataSource connections;
  private final PoolTimeouts timeouts = new PoolTimeouts();
  private final HikariDataSource pool;
  private final WriteTurns turns;

  private final StartWatch watch;

  private Database(DatabaseSettings settings, DataSource connections, StartWatch watch) {
    this.settings = settings;
    this.connections = connections;
    this.watch = watch;
    this.pool = pool(settings, connections, timeouts);
    this.turns = new WriteTurns(settings.address().isEmbedded(), settings.timeouts().statement());
  }

  /**
   * Opens the database and brings its tables to the version of this product.
   *
   * @throws DatabaseException when it does not answer, or its tables cannot be made
   */
  public static Database open(DatabaseSettings settings) throws DatabaseException {
    Database database = start(settings);
    database.started();
    return database;
  }

  /**
   * The same for a proxy that starts: until {@link #started} is called, each connection may take 30
   * seconds to be made, and the log tells when that is needed.
   */
  public static Database start(DatabaseSettings settings) throws DatabaseException {
    StartWatch watch = new StartWatch(settings.address(), settings.timeouts().connection());
    try {
      return start(settings, watch);
    } catch (DatabaseException | RuntimeException e) {
      watch.close();
      throw e;
    }
  }

  private static Database start(DatabaseSettings settings, StartWatch watch)
      throws DatabaseException {
    DatabaseAddress address = settings.address();
    try {
      DataSource connections = address.dialect().connections(address, settings.timeouts());
      new Migrations(address.dialect(), connections).run();
      return new Database(settings, connections, watch);
    } catch (SQLException | RuntimeException e) {
      throw notOpened(address, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw notOpened(address, e);
    }
  }

  /** The start is over: from now on nobody waits longer than the settings say. */
  public void started() {
    watch.close();
    settings.address().dialect().started(connections, settings.timeouts());
  }

  private static DatabaseException notOpened(DatabaseAddress address, Exception e) {
    return new DatabaseException(
        address.hide("The database " + address + " cannot be opened: " + e.getMessage()), e);
  }

  private static HikariDataSource pool(
      DatabaseSettings settings, DataSource connections, PoolTimeouts timeouts) {
    HikariConfig config = new HikariConfig();
    config.setPoolName("database");
    config.setDataSource(connections);
    config.setMaximumPoolSize(settings.maxConnections());
    config.setMinimumIdle(Math.min(2, settings.maxConnections()));
    config.setConnectionTimeout(settings.timeouts().connection().toMillis());
    config.setValidationTimeout(Math.max(250, settings.timeouts().connection().toMillis() / 2));
    config.setMetricsTrackerFactory(timeouts);
    return new HikariDataSource(config);
  }

  /** Reads in one transaction, which is undone at its end. */
  public <T, X extends Exception> T read(Work<T, X> work) throws DatabaseException, X {
    for (int tries = 1; ; tries++) {
      try (Connection connection = pool.getConnection()) {
        connection.setAutoCommit(false);
        T result = work.with(connection);
        connection.rollback();
        return result;
      } catch (SQLTransientConnectionException e) {
        // The pool has tried for the whole time-out already; nobody shall wait twice as long.
        throw failure("cannot be read", e);
      } catch (SQLException e) {
        if (tries == 2 || !wasBroken(e)) {
          throw failure("cannot be read", e);
        }
      }
    }
  }

  /** A server that was restarted has ended all connections, so the others are given up as well. */
  private boolean wasBroken(SQLException e) {
    String state = e.getSQLState();
    boolean broken = state != null && CONNECTION_FAILURES.stream().anyMatch(state::startsWith);
    if (broken) {
      pool.getHikariPoolMXBean().softEvictConnections();
    }
    return broken;
  }

  /**
   * Changes something in one transaction: all of it, or nothing when the work fails. It is done
   * again a few times when it and another stood in each other's way.
   */
  public <T, X extends Exception> T write(Work<T, X> work) throws DatabaseException, X {
    for (int tries = 1; ; tries++) {
      try {
        return writeOnce(work);
      } catch (SQLException e) {
        boolean broken = wasBroken(e);
        if (tries == MOST_TRIES || broken || !settings.address().dialect().isConflict(e)) {
          throw failure("cannot be changed", e);
        }
      }
    }
  }

  private <T, X extends Exception> T writeOnce(Work<T, X> work) throws SQLException, X {
    turns.begin();
    try {
      return writeNow(work);
    } finally {
      turns.end();
    }
  }

  private <T, X extends Exception> T writeNow(Work<T, X> work) throws SQLException, X {
    try (Connection connection = pool.getConnection()) {
      connection.setAutoCommit(false);
      boolean done = false;
      try {
        settings.address().dialect().beginWrite(connection);
        T result = work.with(connection);
        connection.commit();
        done = true;
        return result;
      } finally {
        if (!done) {
          undo(connection);
        }
      }
    }
  }

  /** What the work failed with says more than that its connection is broken. */
  private static void undo(Connection connection) {
    try {
      connection.rollback();
    } catch (SQLException e) {
      LOG.debug("A transaction was not undone by this end: its connection is broken", e);
    }
  }

  /**
   * An expression of SQL: the time in milliseconds since 1970-01-01T00:00:00Z, by the one clock
   * that all instances share.
   */
  public String millis() {
    return settings.address().dialect().millis();
  }

  /**
   * What ends a query in {@link #write} whose rows nobody else shall change until the transaction
   * has ended.
   */
  public String rowLock() {
    return settings.address().dialect().rowLock();
  }

  /**
   * What ends such a query whose rows nobody shall delete or lock by {@link #rowLock} meanwhile.
   */
  public String sharedLock() {
    return settings.address().dialect().sharedLock();
  }

  /** Tells of changes of the tables, over a connection of its own. */
  public ChangeFeed changes() {
    return new ChangeFeed(settings.address(), connections);
  }

  /**
   * The pool itself, for a library that brings statements of its own. Connections of it commit each
   * statement, and are bounded in time as all others are.
   */
  public DataSource pool() {
    return pool;
  }

  /** Whether it is a file that only processes of one machine use. */
  public boolean isEmbedded() {
    return settings.address().isEmbedded();
  }

  /** How its connections are used now. */
  public PoolUse poolUse() {
    HikariPoolMXBean now = pool.getHikariPoolMXBean();
    return new PoolUse(
        now.getActiveConnections(),
        now.getIdleConnections(),
        now.getThreadsAwaitingConnection(),
        settings.maxConnections(),
        timeouts.sum());
  }

  private DatabaseException failure(String what, SQLException e) {
    return new DatabaseException(
        settings.address().hide("the database " + what + ": " + e.getMessage()),
        e,
        settings.address().dialect().isUniqueViolation(e));
  }

  @Override
  public void close() {
    watch.close();
    pool.close();
  }
}
