package io.deltas3proxy.database;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Tells how often the tables that decisions depend on were changed. It has a connection of its own,
 * so that a pool that others have emptied does not keep it waiting, and makes a new one after a
 * failure. One thread uses it.
 */
public final class ChangeFeed implements AutoCloseable {

  /**
   * What was read.
   *
   * @param revision differs from each one before, as long as nobody puts an older database in the
   *     place of this one
   * @param connection how many connections were made so far: another server, or an older database,
   *     may stand behind each
   */
  public record State(long revision, long connection) {}

  private final DatabaseAddress address;
  private final DataSource connections;
  private @Nullable Connection connection;
  private long made;

  ChangeFeed(DatabaseAddress address, DataSource connections) {
    this.address = address;
    this.connections = connections;
  }

  /** Asks the database. */
  public State read() throws DatabaseException {
    try {
      Connection open = connection();
      try (Statement statement = open.createStatement();
          ResultSet rows = statement.executeQuery("SELECT n FROM revision")) {
        if (!rows.next()) {
          throw new SQLException("the table revision is empty");
        }
        return new State(rows.getLong(1), made);
      }
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  /** Waits until something may have changed, or the time is over. */
  public void await(Duration most) throws DatabaseException, InterruptedException {
    try {
      address.dialect().awaitChange(connection(), most);
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  private Connection connection() throws SQLException {
    Connection open = connection;
    if (open == null) {
      open = connections.getConnection();
      connection = open;
      made++;
      address.dialect().listen(open);
    }
    return open;
  }

  private DatabaseException failed(SQLException e) {
    close();
    return new DatabaseException(
        address.hide("the database does not tell of changes: " + e.getMessage()), e);
  }

  @Override
  public void close() {
    Connection open = connection;
    connection = null;
    if (open != null) {
      try {
        open.close();
      } catch (SQLException e) {
        // It is given up anyway.
      }
    }
  }
}
