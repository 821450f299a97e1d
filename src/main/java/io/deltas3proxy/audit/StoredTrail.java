package io.deltas3proxy.audit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The trail in a database, of which rows go when they are old enough. */
final class StoredTrail implements Destination {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Rows that are removed at a time: what holds up the rows that are to be added is short. */
  static final int MOST_REMOVED = 1000;

  private static final Duration PAUSE = Duration.ofHours(1);
  private static final Duration PAUSE_AFTER_FAILURE = Duration.ofMinutes(1);

  private final JdbcAuditRecords records;
  private final Duration kept;
  private final Clock clock;
  private Instant nextRemoval = Instant.MIN;

  StoredTrail(JdbcAuditRecords records, Duration kept, Clock clock) {
    this.records = records;
    this.kept = kept;
    this.clock = clock;
  }

  @Override
  public void append(List<String> lines) throws IOException {
    List<JsonNode> parsed = new ArrayList<>(lines.size());
    for (String line : lines) {
      parsed.add(JSON.readTree(line));
    }
    records.add(parsed);
  }

  @Override
  public void tend() throws IOException {
    Instant now = clock.instant();
    if (now.isBefore(nextRemoval)) {
      return;
    }
    nextRemoval = now.plus(PAUSE_AFTER_FAILURE);
    int removed = records.removeBefore(now.minus(kept), MOST_REMOVED);
    nextRemoval = removed < MOST_REMOVED ? now.plus(PAUSE) : now;
  }

  @Override
  public void close() {
    // The database belongs to others as well.
  }
}
