package io.deltas3proxy.gateway.replication;

import io.deltas3proxy.database.Database;
import io.deltas3proxy.database.DatabaseException;
import io.deltas3proxy.gateway.Job;
import io.deltas3proxy.gateway.MetadataUnavailableException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The table {@code sync_jobs}. */
final class JdbcJobRows implements JobRows {

  private static final String CLAIM =
      """
      UPDATE sync_jobs SET status = 'running', started_at = ?, finished_at = NULL,
        bytes_done = 0, bytes_total = 0, error_message = NULL,
        retry_count = CASE WHEN holder IS NULL THEN retry_count ELSE retry_count + 1 END,
        holder = ?
      WHERE id = ? AND status IN ('queued', 'retrying', 'running')
      """;

  private static final String CLAIM_UNDOING =
      """
      UPDATE sync_jobs SET holder = ? WHERE id = ? AND status = 'cancelled'
        AND holder IS NOT NULL
      """;

  private static final String PROGRESS =
      """
      UPDATE sync_jobs SET bytes_done = ?, bytes_total = ?
      WHERE id = ? AND holder = ? AND status = 'running'
      """;

  private static final String END =
      """
      UPDATE sync_jobs SET status = ?, error_message = ?, bytes_done = ?, bytes_total = ?,
        finished_at = ?, holder = NULL
      WHERE id = ? AND holder = ? AND status = 'running'
      """;

  private static final String RETRY =
      """
      UPDATE sync_jobs SET status = 'retrying', error_message = ?, retry_count = retry_count + 1,
        holder = NULL
      WHERE id = ? AND holder = ? AND status = 'running'
      """;

  /** The row of the scheduler stays picked: its worker says when it is due again. */
  private static final String POSTPONE =
      """
      UPDATE sync_jobs SET status = 'retrying', error_message = ?, holder = NULL
      WHERE id = ? AND holder = ? AND status = 'running'
      """;

  private static final String REQUEUE =
      """
      UPDATE sync_jobs SET status = 'queued', error_message = NULL, retry_count = 0,
        bytes_done = 0, bytes_total = 0, started_at = NULL, finished_at = NULL
      WHERE id = ? AND status IN ('failed', 'cancelled') AND holder IS NULL
      """;

  private static final String PROMOTE =
      """
      UPDATE sync_jobs SET priority = ? WHERE id = ? AND priority > ?
        AND status IN ('queued', 'retrying')
      """;

  private static final String PROMOTE_TASK =
      "UPDATE scheduled_tasks SET priority = ? WHERE task_name = 'sync_job' AND task_instance = ?";

  private static final String UNDERWAY =
      """
      SELECT count(*) FROM sync_jobs WHERE object_id = ? AND job_type = 'add_replica'
        AND status IN ('queued', 'retrying', 'running')
      """;

  private static final String FAILURES =
      """
      SELECT count(*) AS failures, max(finished_at) AS latest FROM sync_jobs
      WHERE object_id = ? AND job_type = ? AND status = 'failed' AND finished_at > ?
        AND CASE job_type WHEN 'migrate_replica' THEN source_backend ELSE target_backend END = ?
      """;

  /** For so long a failure counts. */
  private static final Duration LATELY = Duration.ofDays(1);

  /** What failed rests for so long, doubled with each failure. */
  private static final Duration REST = Duration.ofMinutes(5);

  private static final Duration LONGEST_REST = Duration.ofHours(6);

  private final Database database;
  private final JdbcStatements statements;
  private final Clock clock;

  JdbcJobRows(Database database, Clock clock) {
    this.database = database;
    this.statements = new JdbcStatements(database);
    this.clock = clock;
  }

  @Override
  public Claim claim(long id, String holder) throws MetadataUnavailableException {
    try {
      return database.write(connection -> {
        if (change(connection, CLAIM, clock.millis(), holder, id)) {
          return Claim.TAKEN;
        }
        return change(connection, CLAIM_UNDOING, holder, id) ? Claim.TO_UNDO : Claim.OVER;
      });
    } catch (DatabaseException e) {
      if (e.isUniqueViolation()) {
        return Claim.BUSY;
      }
      throw JdbcStatements.unavailable(e);
    }
  }

  @Override
  public Standing progress(long id, String holder, long done, long total)
      throws MetadataUnavailableException {
    return statements.write(connection -> {
      if (change(connection, PROGRESS, done, total, id, holder)) {
        return Standing.HELD;
      }
      try (PreparedStatement statement =
          connection.prepareStatement(
              "SELECT 1 FROM sync_jobs WHERE id = ? AND holder = ? AND status = 'cancelled'")) {
        statement.setLong(1, id);
        statement.setString(2, holder);
        try (ResultSet rows = statement.executeQuery()) {
          return rows.next() ? Standing.CANCELLED : Standing.LOST;
        }
      }
    });
  }

  @Override
  public boolean end(long id, String holder, Ending ending) throws MetadataUnavailableException {
    return statements.change(
            END,
            ending.status().name().toLowerCase(Locale.ROOT),
            ending.error().isEmpty() ? null : ending.error(),
            ending.done(),
            ending.total(),
            ending.status() == Job.Status.QUEUED ? null : clock.millis(),
            id,
            holder)
        == 1;
  }

  @Override
  public boolean retry(long id, String holder, String error) throws MetadataUnavailableException {
    return waits(RETRY, id, holder, error);
  }

  @Override
  public boolean postpone(long id, String holder, String why) throws MetadataUnavailableException {
    return waits(POSTPONE, id, holder, why);
  }

  private boolean waits(String sql, long id, String holder, String error)
      throws MetadataUnavailableException {
    try {
      return database.write(connection -> change(connection, sql, error, id, holder));
    } catch (DatabaseException e) {
      if (e.isUniqueViolation()) {
        Ending superfluous =
            new Ending(Job.Status.CANCELLED, "the same job is waiting already", 0, 0);
        boolean unused = end(id, holder, superfluous);
        return false;
      }
      throw JdbcStatements.unavailable(e);
    }
  }

  @Override
  public void letGo(long id, String holder) throws MetadataUnavailableException {
    var unused =
        statements.write(connection ->
            change(
                connection,
                "UPDATE sync_jobs SET holder = NULL, finished_at = ? WHERE id = ? AND holder = ?",
                clock.millis(),
                id,
                holder));
  }

  @Override
  public boolean requeue(long id) throws MetadataUnavailableException {
    try {
      return database.write(connection -> change(connection, REQUEUE, id));
    } catch (DatabaseException e) {
      if (e.isUniqueViolation()) {
        return false;
      }
      throw JdbcStatements.unavailable(e);
    }
  }

  @Override
  public Reputation reputation(Job.Type type, long version, String backend)
      throws MetadataUnavailableException {
    long now = clock.millis();
    return statements
        .first(
            FAILURES,
            row -> reputation(row, now),
            version,
            type.name().toLowerCase(Locale.ROOT),
            now - LATELY.toMillis(),
            backend)
        .orElse(Reputation.GOOD);
  }

  private static Reputation reputation(ResultSet row, long now) throws SQLException {
    long failures = row.getLong("failures");
    if (failures == 0) {
      return Reputation.GOOD;
    }
    long rest = REST.toMillis() << Math.min(failures - 1, 16);
    return now < row.getLong("latest") + Math.min(rest, LONGEST_REST.toMillis())
        ? Reputation.RESTS
        : Reputation.FAILED;
  }

  @Override
  public void promote(long id, int priority) throws MetadataUnavailableException {
    var unused =
        statements.write(connection ->
            change(connection, PROMOTE, priority, id, priority)
                && change(connection, PROMOTE_TASK, 11 - priority, String.valueOf(id)));
  }

  @Override
  public long underway(long version) throws MetadataUnavailableException {
    return statements.number(UNDERWAY, version);
  }

  private static boolean change(Connection connection, String sql, @Nullable Object... values)
      throws SQLException {
    return JdbcStatements.change(connection, sql, values) == 1;
  }
}
