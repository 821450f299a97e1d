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

  public DatabaseTimeouts {
    if (connection.toMillis() < 250 || statement.toMillis() < 100) {
      throw new IllegalArgumentException("too short for any database");
    }
  }

  Duration socket() {
    return statement.plusSeconds(1);
  }
}
