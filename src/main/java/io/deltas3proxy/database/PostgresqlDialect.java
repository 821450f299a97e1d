package io.deltas3proxy.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Set;
import javax.sql.DataSource;
import org.postgresql.PGConnection;

/** A PostgreSQL server: for any number of instances. */
record PostgresqlDialect() implements SqlDialect {

  private static final String UNIQUE_VIOLATION = "23505";

  /** Any number that nobody else in the database locks. */
  private static final long MIGRATIONS_LOCK = 0x6473_3370_726f_7879L;

  /** Serialization failure and deadlock. */
  private static final Set<String> CONFLICTS = Set.of("40001", "40P01");

  @Override
  public String migrations() {
    return "postgresql";
  }

  @Override
  public String place(String url) {
    int query = url.indexOf('?');
    return query < 0 ? url : url.substring(0, query);
  }

  @Override
  public DataSource connections(DatabaseAddress address, DatabaseTimeouts timeouts) {
    PostgresqlConnections source = new PostgresqlConnections(timeouts.socket());
    source.setURL(address.url());
    if (address.user() != null) {
      source.setUser(address.user());
    }
    if (address.password() != null) {
      source.setPassword(address.password());
    }
    source.within(timeouts.connectionAtStart());
    source.setTcpKeepAlive(true);
    // Rows of a batch go in a few statements instead of one each.
    source.setReWriteBatchedInserts(true);
    // Messages go to the log: without the values of rows.
    source.setLogServerErrorDetail(false);
    source.setApplicationName("delta-s3-proxy");
    source.setOptions("-c statement_timeout=" + timeouts.statement().toMillis());
    return source;
  }

  @Override
  public void started(DataSource connections, DatabaseTimeouts timeouts) {
    if (connections instanceof PostgresqlConnections ours) {
      ours.within(timeouts.connection());
    }
  }

  @Override
  public void beginWrite(Connection connection) {
    // Rows are locked when they are changed; who comes too late waits or is told so.
  }

  @Override
  public boolean isUniqueViolation(SQLException failure) {
    return UNIQUE_VIOLATION.equals(failure.getSQLState());
  }

  @Override
  public boolean isConflict(SQLException failure) {
    String state = failure.getSQLState();
    return state != null && CONFLICTS.contains(state);
  }

  @Override
  public boolean tryLockMigrations(Connection connection) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("SELECT pg_try_advisory_lock(?)")) {
      statement.setLong(1, MIGRATIONS_LOCK);
      try (ResultSet rows = statement.executeQuery()) {
        return rows.next() && rows.getBoolean(1);
      }
    }
  }

  @Override
  public void listen(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("LISTEN delta_s3_proxy_revision");
    }
  }

  @Override
  public void awaitChange(Connection connection, Duration most) throws SQLException {
    // Zero would mean for ever.
    int millis = Math.toIntExact(Math.max(1, most.toMillis()));
    connection.unwrap(PGConnection.class).getNotifications(millis);
  }

  @Override
  public String millis() {
    return "CAST(EXTRACT(EPOCH FROM statement_timestamp()) * 1000 AS BIGINT)";
  }

  @Override
  public String rowLock() {
    return " FOR UPDATE";
  }

  @Override
  public String sharedLock() {
    return " FOR KEY SHARE";
  }
}
