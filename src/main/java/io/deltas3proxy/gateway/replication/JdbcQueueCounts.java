package io.deltas3proxy.gateway.replication;

import io.deltas3proxy.database.Database;
import io.deltas3proxy.gateway.Job;
import io.deltas3proxy.gateway.MetadataUnavailableException;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** Counts the rows of {@code sync_jobs}. */
final class JdbcQueueCounts {

  private record Row(QueueCounts.Key key, long count) {}

  private final JdbcStatements statements;
  private final Clock clock;

  JdbcQueueCounts(Database database, Clock clock) {
    this.statements = new JdbcStatements(database);
    this.clock = clock;
  }

  QueueCounts read() throws MetadataUnavailableException {
    Map<QueueCounts.Key, Long> counts = new HashMap<>();
    for (Row row :
        statements.query(
            "SELECT status, job_type, count(*) AS n FROM sync_jobs GROUP BY status, job_type",
            found ->
                new Row(
                    new QueueCounts.Key(
                        Job.Status.valueOf(found.getString("status").toUpperCase(Locale.ROOT)),
                        Job.Type.valueOf(found.getString("job_type").toUpperCase(Locale.ROOT))),
                    found.getLong("n")))) {
      counts.put(row.key(), row.count());
    }
    long now = clock.millis();
    long oldest =
        statements.number(
            "SELECT COALESCE(min(created_at), ?) FROM sync_jobs WHERE status IN"
                + " ('queued', 'retrying')",
            now);
    return new QueueCounts(counts, Duration.ofMillis(Math.max(0, now - oldest)));
  }
}
