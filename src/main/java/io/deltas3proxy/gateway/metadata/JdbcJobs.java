package io.deltas3proxy.gateway.metadata;

import io.deltas3proxy.database.Database;
import io.deltas3proxy.gateway.Job;
import io.deltas3proxy.gateway.Jobs;
import io.deltas3proxy.gateway.MetadataUnavailableException;
import io.deltas3proxy.gateway.NewJob;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The jobs of the table {@code sync_jobs}. */
public final class JdbcJobs implements Jobs {

  private static final String SELECT =
      "SELECT id, job_type, object_id, source_backend, target_backend, priority, status,"
          + " retry_count, max_retries, error_message, bytes_done, bytes_total, created_at,"
          + " started_at, finished_at FROM sync_jobs";

  private static final String SAME =
      "(job_type, COALESCE(object_id, 0), COALESCE(source_backend, ''),"
          + " COALESCE(target_backend, ''))";

  private static final String ADD =
      "INSERT INTO sync_jobs (job_type, object_id, source_backend, target_backend, priority,"
          + " created_at) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT "
          + SAME
          + " WHERE status IN ('queued', 'retrying')"
          // Changes nothing, but gives the id of the job that waits.
          + " DO UPDATE SET job_type = excluded.job_type RETURNING id";

  /** Asks whether the same job waits already, in place of which this one would. */
  private static final String ALONE =
      " AND NOT EXISTS (SELECT 1 FROM sync_jobs other WHERE other.id <> sync_jobs.id"
          + " AND other.status IN ('queued', 'retrying') AND other.job_type = sync_jobs.job_type"
          + " AND COALESCE(other.object_id, 0) = COALESCE(sync_jobs.object_id, 0)"
          + " AND COALESCE(other.source_backend, '') = COALESCE(sync_jobs.source_backend, '')"
          + " AND COALESCE(other.target_backend, '') = COALESCE(sync_jobs.target_backend, ''))";

  private static final String SUPERFLUOUS =
      "UPDATE sync_jobs SET status = 'cancelled', error_message = 'the same job waits',"
          + " finished_at = ?";

  private final JdbcRows rows;
  private final Clock clock;

  public JdbcJobs(Database database, Clock clock) {
    this.rows = new JdbcRows(database);
    this.clock = clock;
  }

  @Override
  public long add(NewJob job) throws MetadataUnavailableException {
    return rows.write(connection -> add(connection, job, clock.millis()));
  }

  /** Queues a job in a transaction of somebody else. */
  static long add(Connection connection, NewJob job, long now) throws SQLException {
    List<@Nullable Object> values =
        Arrays.asList(
            JdbcText.lower(job.type()),
            job.version(),
            job.source(),
            job.target(),
            job.priority(),
            now);
    return JdbcRows.first(connection, ADD, values, row -> row.getLong(1))
        .orElseThrow(() -> new SQLException("a job has no row"));
  }

  @Override
  public Optional<Job> find(long id) throws MetadataUnavailableException {
    return rows.read(connection ->
        JdbcRows.first(connection, SELECT + " WHERE id = ?", List.of(id), JdbcJobs::row));
  }

  @Override
  public List<Job> list(Set<Job.Status> statuses, long after, int most)
      throws MetadataUnavailableException {
    if (statuses.isEmpty()) {
      return List.of();
    }
    List<Object> values = new ArrayList<>(names(statuses));
    String page = "";
    if (after > 0) {
      page =
          " AND (priority, id) > (COALESCE((SELECT priority FROM sync_jobs WHERE id = ?), 10), ?)";
      values.addAll(List.of(after, after));
    }
    values.add(most);
    String sql =
        SELECT
            + " WHERE status IN "
            + JdbcRows.list(statuses.size())
            + page
            + " ORDER BY priority, id LIMIT ?";
    return rows.read(connection -> JdbcRows.query(connection, sql, values, JdbcJobs::row));
  }

  private static List<String> names(Set<Job.Status> statuses) {
    return statuses.stream().sorted().map(JdbcText::lower).toList();
  }

  @Override
  public boolean change(long id, Set<Job.Status> from, Job.Status to, @Nullable String error)
      throws MetadataUnavailableException {
    String moment =
        switch (to) {
          case RUNNING -> ", started_at = ?, finished_at = NULL";
          case COMPLETED, FAILED, CANCELLED -> ", finished_at = ?";
          case QUEUED, RETRYING -> ", finished_at = NULL";
        };
    List<@Nullable Object> values =
        new ArrayList<>(Arrays.asList(JdbcText.lower(to), LoggedText.orNull(error)));
    if (moment.contains("?")) {
      values.add(clock.millis());
    }
    return move("status = ?, error_message = ?" + moment, values, id, from, to);
  }

  @Override
  public boolean retry(long id, String error) throws MetadataUnavailableException {
    return move(
        "status = 'retrying', retry_count = retry_count + 1, error_message = ?",
        List.of(LoggedText.of(error)),
        id,
        Set.of(Job.Status.RUNNING),
        Job.Status.RETRYING);
  }

  private boolean move(String change, List<?> values, long id, Set<Job.Status> from, Job.Status to)
      throws MetadataUnavailableException {
    if (from.isEmpty()) {
      return false;
    }
    boolean waits = to == Job.Status.QUEUED || to == Job.Status.RETRYING;
    String where = " WHERE id = ? AND status IN " + JdbcRows.list(from.size());
    List<Object> which = new ArrayList<>(List.of(id));
    which.addAll(names(from));
    return rows.<Boolean, RuntimeException>write(connection -> {
      List<@Nullable Object> all = new ArrayList<>(values);
      all.addAll(which);
      String move = "UPDATE sync_jobs SET " + change + where + (waits ? ALONE : "");
      if (JdbcRows.update(connection, move, all) == 1) {
        return true;
      }
      if (waits) {
        // The same job waits already: this one has become superfluous.
        List<Object> end = new ArrayList<>(List.of(clock.millis()));
        end.addAll(which);
        int unused = JdbcRows.update(connection, SUPERFLUOUS + where, end);
      }
      return false;
    });
  }

  @Override
  public boolean progress(long id, long bytesDone, long bytesTotal)
      throws MetadataUnavailableException {
    String sql =
        "UPDATE sync_jobs SET bytes_done = ?, bytes_total = ? WHERE id = ? AND status = 'running'";
    return rows.<Boolean, RuntimeException>write(
        connection -> JdbcRows.update(connection, sql, List.of(bytesDone, bytesTotal, id)) == 1);
  }

  /**
   * Removes jobs that ended before a time, the oldest first.
   *
   * @param most of them
   * @return how many were removed
   */
  public int removeFinished(Instant before, int most) throws MetadataUnavailableException {
    String sql =
        "DELETE FROM sync_jobs WHERE id IN (SELECT id FROM sync_jobs WHERE finished_at IS NOT NULL"
            + " AND finished_at < ? ORDER BY finished_at LIMIT ?) AND finished_at IS NOT NULL";
    return rows.write(
        connection -> JdbcRows.update(connection, sql, List.of(before.toEpochMilli(), most)));
  }

  private static Job row(ResultSet row) throws SQLException {
    return new Job(
        row.getLong(1),
        new NewJob(
            JdbcText.upper(Job.Type.class, row.getString(2)),
            JdbcRows.longOrNull(row, 3),
            row.getString(4),
            row.getString(5),
            row.getInt(6)),
        JdbcText.upper(Job.Status.class, row.getString(7)),
        row.getInt(8),
        row.getInt(9),
        row.getString(10),
        row.getLong(11),
        row.getLong(12),
        Instant.ofEpochMilli(row.getLong(13)),
        JdbcRows.moment(row, 14),
        JdbcRows.moment(row, 15));
  }
}
