package io.deltas3proxy.gateway.replication;

import io.deltas3proxy.database.Database;
import io.deltas3proxy.gateway.MetadataUnavailableException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The table {@code gateway_drains}. */
final class JdbcDrains {

  /**
   * A row of it.
   *
   * @param position the last version whose move was queued
   * @param sweptAt when the end was reached and something was left
   */
  record Row(
      String backend,
      long atStart,
      long position,
      @Nullable Instant sweptAt,
      Instant startedAt,
      @Nullable Instant finishedAt) {}

  private static final String MOVES =
      "SELECT count(*) FROM sync_jobs WHERE source_backend = ? AND job_type = 'migrate_replica'";

  private final JdbcStatements statements;
  private final Clock clock;

  JdbcDrains(Database database, Clock clock) {
    this.statements = new JdbcStatements(database);
    this.clock = clock;
  }

  void begin(String backend, long replicas) throws MetadataUnavailableException {
    int unused =
        statements.change(
            "INSERT INTO gateway_drains (backend, state, replicas_at_start, started_at)"
                + " VALUES (?, 'draining', ?, ?) ON CONFLICT (backend) DO NOTHING",
            backend,
            replicas,
            clock.millis());
  }

  /** Ends it, and the moves that have not begun. */
  boolean end(String backend) throws MetadataUnavailableException {
    long now = clock.millis();
    return statements.write(connection -> {
      int unused =
          JdbcStatements.change(
              connection,
              "UPDATE sync_jobs SET status = 'cancelled', finished_at = ?,"
                  + " error_message = 'the backend is not emptied any more'"
                  + " WHERE source_backend = ? AND job_type = 'migrate_replica'"
                  + " AND status IN ('queued', 'retrying')",
              now,
              backend);
      return JdbcStatements.change(
              connection, "DELETE FROM gateway_drains WHERE backend = ?", backend)
          == 1;
    });
  }

  Optional<Row> find(String backend) throws MetadataUnavailableException {
    return statements.first(
        "SELECT * FROM gateway_drains WHERE backend = ?", JdbcDrains::row, backend);
  }

  List<Row> all() throws MetadataUnavailableException {
    return statements.query("SELECT * FROM gateway_drains ORDER BY backend", JdbcDrains::row);
  }

  void reopen(String backend) throws MetadataUnavailableException {
    int unused =
        statements.change(
            "UPDATE gateway_drains SET state = 'draining', finished_at = NULL, position = 0,"
                + " swept_at = NULL WHERE backend = ?",
            backend);
  }

  private static Row row(ResultSet row) throws SQLException {
    return new Row(
        row.getString("backend"),
        row.getLong("replicas_at_start"),
        row.getLong("position"),
        moment(row, "swept_at"),
        Instant.ofEpochMilli(row.getLong("started_at")),
        moment(row, "finished_at"));
  }

  private static @Nullable Instant moment(ResultSet row, String column) throws SQLException {
    Long millis = JdbcStatements.longOrNull(row, column);
    return millis == null ? null : Instant.ofEpochMilli(millis);
  }

  /** Moves away from it that wait or are at work. */
  long underway(String backend) throws MetadataUnavailableException {
    return statements.number(MOVES + " AND status IN ('queued', 'running', 'retrying')", backend);
  }

  /** Moves away from it that have failed since a moment. */
  long stuck(String backend, Instant since) throws MetadataUnavailableException {
    return statements.number(
        MOVES + " AND status = 'failed' AND created_at >= ?", backend, since.toEpochMilli());
  }

  void note(String backend, long position) throws MetadataUnavailableException {
    int unused =
        statements.change(
            "UPDATE gateway_drains SET position = ?, swept_at = NULL WHERE backend = ?",
            position,
            backend);
  }

  void startAgain(String backend) throws MetadataUnavailableException {
    int unused =
        statements.change(
            "UPDATE gateway_drains SET position = 0, swept_at = ? WHERE backend = ?",
            clock.millis(),
            backend);
  }

  void finish(String backend) throws MetadataUnavailableException {
    int unused =
        statements.change(
            "UPDATE gateway_drains SET state = 'drained', finished_at = ? WHERE backend = ?",
            clock.millis(),
            backend);
  }
}
