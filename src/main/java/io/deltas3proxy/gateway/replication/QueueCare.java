package io.deltas3proxy.gateway.replication;

import io.deltas3proxy.database.Database;
import io.deltas3proxy.gateway.MetadataUnavailableException;
import java.time.Clock;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps the queue as it is to be: without jobs that nobody would do, and without old ones. */
final class QueueCare implements Repeated.Step {

  private static final Logger LOG = LoggerFactory.getLogger(QueueCare.class);
  private static final Duration KEPT = Duration.ofDays(7);
  private static final Duration KEPT_FAILED = Duration.ofDays(30);
  private static final int AT_ONCE = 1000;

  /** Of the same job one waits: what nobody holds any more and would wait beside it is over. */
  private static final String TWIN =
      """
      UPDATE sync_jobs SET status = 'cancelled', holder = NULL, finished_at = ?,
        error_message = 'the same job is waiting already'
      WHERE status = 'running'
        AND NOT EXISTS (SELECT 1 FROM scheduled_tasks WHERE task_name = 'sync_job'
          AND task_instance = CAST(sync_jobs.id AS TEXT))
        AND EXISTS (SELECT 1 FROM sync_jobs AS twin
          WHERE twin.job_type = sync_jobs.job_type
            AND COALESCE(twin.object_id, 0) = COALESCE(sync_jobs.object_id, 0)
            AND COALESCE(twin.source_backend, '') = COALESCE(sync_jobs.source_backend, '')
            AND COALESCE(twin.target_backend, '') = COALESCE(sync_jobs.target_backend, '')
            AND (twin.status IN ('queued', 'retrying')
              OR (twin.status = 'running' AND twin.id < sync_jobs.id)))
      """;

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
    int twins = statements.change(TWIN, clock.millis());
    if (twins > 0) {
      LOG.info("{} jobs that nobody did are over: the same ones are waiting", twins);
    }
    requeue();
    int deleted;
    do {
      long now = clock.millis();
      deleted =
          statements.change(OLD, now - KEPT.toMillis(), now - KEPT_FAILED.toMillis(), AT_ONCE);
    } while (deleted == AT_ONCE);
  }

  private void requeue() {
    try {
      int unused = statements.change(WITHOUT_ROW, AT_ONCE);
    } catch (MetadataUnavailableException e) {
      // Such as a twin that was queued in this moment; the next round finds it.
      LOG.warn("Jobs that nobody would do are left for now: {}", e.getMessage());
    }
  }
}
