package io.deltas3proxy.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;

/** What differs between the databases. */
sealed interface SqlDialect permits SqliteDialect, PostgresqlDialect {

  /** The directory of its migrations. */
  String migrations();

  /** The place of the database, as messages show it. */
  String place(String url);

  /**
   * Makes connections, each with all time-outs set; to be made one may take as long as at the
   * start.
   *
   * @throws SQLException when nothing can be there
   */
  DataSource connections(DatabaseAddress address, DatabaseTimeouts timeouts) throws SQLException;

  /** From now on a connection that is made may take no longer than it usually may. */
  void started(DataSource connections, DatabaseTimeouts timeouts);

  /** Takes what a transaction that writes needs first, so that it cannot lose it later. */
  void beginWrite(Connection connection) throws SQLException;

  boolean isUniqueViolation(SQLException failure);

  /** Whether two transactions stood in each other's way, so that another try helps. */
  boolean isConflict(SQLException failure);

  /**
   * Keeps other instances from changing the tables, as long as the connection is open.
   *
   * @return whether it could be done now
   */
  boolean tryLockMigrations(Connection connection) throws SQLException;

  /** Begins to listen for changes. */
  void listen(Connection connection) throws SQLException;

  /** Waits until a change may have happened, or the time is over. */
  void awaitChange(Connection connection, Duration most) throws SQLException, InterruptedException;

  /** An expression: milliseconds since 1970-01-01T00:00:00Z by the clock of the database. */
  String millis();

  /** What a query of a transaction that writes ends with, so that nobody changes its rows. */
  String rowLock();

  /** The same, while others may lock the rows in this way too. */
  String sharedLock();
}
