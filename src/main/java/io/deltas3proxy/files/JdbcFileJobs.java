package io.deltas3proxy.files;

import io.deltas3proxy.accounts.AccountsUnavailableException;
import io.deltas3proxy.database.Database;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The uploads of the table {@code file_jobs}. */
public final class JdbcFileJobs implements FileJobBook {

  private static final String ROWS = "SELECT " + JdbcJobRow.COLUMNS + " FROM file_jobs";

  private final JdbcJobRow rows;

  public JdbcFileJobs(Database database) {
    this.rows = new JdbcJobRow(database);
  }

  @Override
  public void add(FileJob job) throws AccountsUnavailableException {
    var unused =
        rows.update(
            "INSERT INTO file_jobs ("
                + JdbcJobRow.COLUMNS
                + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            JdbcJobRow.values(job));
  }

  @Override
  public Optional<FileJob> find(String id) throws AccountsUnavailableException {
    return rows.query(ROWS + " WHERE id = ?", List.of(id)).stream().findFirst();
  }

  @Override
  public int open(String user) throws AccountsUnavailableException {
    return rows.count(
        "SELECT COUNT(*) FROM file_jobs WHERE owner = ? AND state IN ('receiving', 'queued',"
            + " 'running', 'storing')",
        List.of(user));
  }

  @Override
  public boolean move(String id, Set<JobState> from, JobProgress progress, Instant expires)
      throws AccountsUnavailableException {
    return rows.update(
            "UPDATE file_jobs SET state = ?, received = ?, sent = ?, attempts = ?, error = ?,"
                + " due_at = ?, expires_at = ? WHERE id = ? AND state IN ("
                + from.stream()
                    .map(state -> "'" + state.word() + "'")
                    .collect(Collectors.joining(", "))
                + ")",
            List.of(
                progress.state().word(),
                progress.received(),
                progress.sent(),
                progress.attempts(),
                progress.error(),
                progress.due().toEpochMilli(),
                expires.toEpochMilli(),
                id))
        == 1;
  }

  @Override
  public boolean received(String id, long bytes, Instant expires)
      throws AccountsUnavailableException {
    return rows.update(
            "UPDATE file_jobs SET received = ?, expires_at = ? WHERE id = ? AND state ="
                + " 'receiving'",
            List.of(bytes, expires.toEpochMilli(), id))
        == 1;
  }

  @Override
  public boolean sent(String id, long bytes) throws AccountsUnavailableException {
    return rows.update(
            "UPDATE file_jobs SET sent = ? WHERE id = ? AND state = 'running'", List.of(bytes, id))
        == 1;
  }

  @Override
  public List<FileJob> due(String spool, Instant now, int most)
      throws AccountsUnavailableException {
    return rows.query(
        ROWS
            + " WHERE spool = ? AND state = 'queued' AND due_at <= ? ORDER BY due_at, id LIMIT "
            + most,
        List.of(spool, now.toEpochMilli()));
  }

  @Override
  public int requeue(String spool, Instant now) throws AccountsUnavailableException {
    return rows.update(
        "UPDATE file_jobs SET state = 'queued', sent = 0, due_at = ? WHERE spool = ? AND state IN"
            + " ('queued', 'running', 'storing')",
        List.of(now.toEpochMilli(), spool));
  }

  @Override
  public int forget(Instant now) throws AccountsUnavailableException {
    return rows.update(
        "DELETE FROM file_jobs WHERE expires_at <= ? AND state NOT IN ('running', 'storing')",
        List.of(now.toEpochMilli()));
  }
}
