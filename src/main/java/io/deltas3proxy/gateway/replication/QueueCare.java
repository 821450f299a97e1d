package io.deltas3proxy.gateway.replication;

import io.deltas3proxy.database.Database;
import io.deltas3proxy.gateway.MetadataUnavailableException;
import java.time.Clock;
import java.time.Duration;

/** Keeps the queue as it is to be: without jobs that nobody would do, and without old ones. */
final class QueueCare implements Repeated.Step {

  private static final Duration KEPT = Duration.ofDays(7);
  private static final Duration KEPT_FAILED = Duration.ofDays(30);
  private static final int AT_ONCE = 1000;

  /** The database makes the row again that says when a job is due. */
  private static final String WITHOUT_ROW =
      """
      UPDATE sync_jobs SET status = 'queued' WHERE id IN (
        SELECT id FROM sync_jobs WHERE status IN ('queued', 'retrying', 'running')
          AND NOT EXISTS (SELECT 1 FROM scheduled_tasks WHERE task_name = 'sync_job'
            AND task_instance = CAST(sync_jobs.id AS TEXT))
        ORDER BY id LIMIT ?)
      """;

  private static final String OLD =
      """
      DELETE FROM sync_jobs WHERE id IN (
        SELECT id FROM sync_jobs WHERE finished_at IS NOT NULL AND holder IS NULL
          AND ((status IN ('completed', 'cancelled') AND finished_at < ?)
            OR (status = 'failed' AND finished_at < ?))
        ORDER BY finished_at LIMIT ?)
      """;

  private final JdbcStatements statements;
  private final Clock clock;

  QueueCare(Database database, Clock clock) {
    this.statements = new JdbcStatements(database);
    this.clock = clock;
  }

  @Override
  public void run() throws MetadataUnavailableException {
    int unused = statements.change(WITHOUT_ROW, AT_ONCE);
    int deleted;
    do {
      long now = clock.millis();
      deleted =
          statements.change(OLD, now - KEPT.toMillis(), now - KEPT_FAILED.toMillis(), AT_ONCE);
    } while (deleted == AT_ONCE);
  }
}
