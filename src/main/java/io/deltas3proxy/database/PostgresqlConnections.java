package io.deltas3proxy.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Makes connections, each within a time that may be changed. A connection that is made waits for
 * its answers as long as the settings say, however long it was allowed to take itself.
 */
final class PostgresqlConnections extends PGSimpleDataSource {

  private static final long serialVersionUID = 1L;

  private final int answerMillis;

  PostgresqlConnections(Duration answer) {
    this.answerMillis = Math.toIntExact(answer.toMillis());
  }

  /** From now on a connection may take so long to be made, its password and all. */
  void within(Duration most) {
    int seconds = Math.toIntExact(Math.max(1, most.toSeconds()));
    setConnectTimeout(seconds);
    super.setLoginTimeout(seconds);
    // While it is made, the driver waits for every answer of the server by this time-out.
    setSocketTimeout(
        Math.max(seconds, Math.toIntExact(Duration.ofMillis(answerMillis).toSeconds())));
  }

  /** The pool would set its own, which is not that of the start. */
  @Override
  public void setLoginTimeout(int seconds) {}

  @Override
  public Connection getConnection(String user, String password) throws SQLException {
    Connection connection = super.getConnection(user, password);
    try {
      connection.setNetworkTimeout(Runnable::run, answerMillis);
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
    return connection;
  }
}
