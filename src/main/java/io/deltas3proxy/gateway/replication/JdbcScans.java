package io.deltas3proxy.gateway.replication;

import io.deltas3proxy.database.Database;
import io.deltas3proxy.gateway.MetadataUnavailableException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The table {@code gateway_scans}. */
final class JdbcScans {

  private static final String START =
      """
      INSERT INTO gateway_scans (name, running, reads_bytes, expected, started_at, updated_at)
      VALUES (?, TRUE, ?, ?, ?, ?) ON CONFLICT (name) DO UPDATE
      SET running = TRUE, reads_bytes = excluded.reads_bytes, position = '',
        expected = excluded.expected, examined = 0, problems = 0, repairs = 0,
        started_at = excluded.started_at, finished_at = NULL, updated_at = excluded.updated_at
      WHERE NOT gateway_scans.running
      """;

  private static final String NOTE =
      """
      UPDATE gateway_scans SET position = ?, examined = ?, problems = ?, repairs = ?,
        updated_at = ? WHERE name = ?
      """;

  private final JdbcStatements statements;
  private final Clock clock;

  JdbcScans(Database database, Clock clock) {
    this.statements = new JdbcStatements(database);
    this.clock = clock;
  }

  List<Scan> all() throws MetadataUnavailableException {
    return statements.query("SELECT * FROM gateway_scans ORDER BY name", JdbcScans::row);
  }

  Optional<Scan> find(String name) throws MetadataUnavailableException {
    return statements.first("SELECT * FROM gateway_scans WHERE name = ?", JdbcScans::row, name);
  }

  private static Scan row(ResultSet row) throws SQLException {
    return new Scan(
        row.getString("name"),
        row.getBoolean("running"),
        row.getBoolean("reads_bytes"),
        row.getString("position"),
        row.getLong("expected"),
        row.getLong("examined"),
        row.getLong("problems"),
        row.getLong("repairs"),
        moment(row, "started_at"),
        moment(row, "finished_at"));
  }

  private static @Nullable Instant moment(ResultSet row, String column) throws SQLException {
    Long millis = JdbcStatements.longOrNull(row, column);
    return millis == null ? null : Instant.ofEpochMilli(millis);
  }

  /**
   * Begins a scan from its beginning.
   *
   * @return false if it is running already
   */
  boolean start(String name, boolean readsBytes, long expected)
      throws MetadataUnavailableException {
    long now = clock.millis();
    return statements.change(START, name, readsBytes, expected, now, now) == 1;
  }

  /** The scan as it is running; begins it when its time has come. Empty while it pauses. */
  Optional<Scan> running(String name, boolean readsBytes, Duration pause, Expected expected)
      throws MetadataUnavailableException {
    Optional<Scan> scan = find(name);
    if (scan.isPresent() && scan.get().running()) {
      return scan;
    }
    Instant last = scan.map(Scan::finishedAt).orElse(null);
    if (last != null && clock.instant().isBefore(last.plus(pause))) {
      return Optional.empty();
    }
    return start(name, readsBytes, expected.count()) ? find(name) : Optional.empty();
  }

  /** How many there are. */
  @FunctionalInterface
  interface Expected {
    long count() throws MetadataUnavailableException;
  }

  void note(Scan scan) throws MetadataUnavailableException {
    int unused =
        statements.change(
            NOTE,
            scan.position(),
            scan.examined(),
            scan.problems(),
            scan.repairs(),
            clock.millis(),
            scan.name());
  }

  void finish(String name) throws MetadataUnavailableException {
    long now = clock.millis();
    int unused =
        statements.change(
            "UPDATE gateway_scans SET running = FALSE, finished_at = ?, updated_at = ?"
                + " WHERE name = ?",
            now,
            now,
            name);
  }
}
