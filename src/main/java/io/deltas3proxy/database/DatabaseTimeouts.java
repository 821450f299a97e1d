package io.deltas3proxy.database;

import java.time.Duration;

/**
 * How long the database is waited for.
 *
 * @param connection for a connection of the pool, and for a new one to be made
 * @param statement for one statement, locks included; without an answer of the server, one second
 *     more
 */
public record DatabaseTimeouts(Duration connection, Duration statement) {

  /** For a connection to be made while the proxy starts, when machines are busy. */
  static final Duration AT_START = Duration.ofSeconds(30);

  public DatabaseTimeouts {
    if (connection.toMillis() < 250 || statement.toMillis() < 100) {
      throw new IllegalArgumentException("too short for any database");
    }
  }

  Duration connectionAtStart() {
    return connection.compareTo(AT_START) > 0 ? connection : AT_START;
  }

  Duration socket() {
    return statement.plusSeconds(1);
  }
}
