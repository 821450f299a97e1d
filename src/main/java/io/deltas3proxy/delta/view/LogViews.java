package io.deltas3proxy.delta.view;

import io.deltas3proxy.delta.PartitionPolicy;
import io.deltas3proxy.delta.Table;
import java.time.Clock;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The views of all tables. Callers with the same policy share what was rewritten for them; one
 * instance serves a process.
 */
public final class LogViews implements TableViews {

  /** Most files of logs that are kept as they were listed, about 250 bytes each. */
  private static final long MOST_LISTED = 400_000;

  private final ViewSettings settings;
  private final TableKnowledge knowledge;
  private final Clock clock;
  private final RewrittenFiles files;
  private final WrittenCheckpoints checkpoints;
  private final Map<String, WatchedLog> logs = new LinkedHashMap<>(16, 0.75f, true);

  public LogViews(
      ViewSettings settings, CheckpointWriter writer, TableKnowledge knowledge, Clock clock) {
    this.settings = settings;
    this.knowledge = knowledge;
    this.clock = clock;
    this.files = new RewrittenFiles(settings);
    this.checkpoints = new WrittenCheckpoints(files, writer);
  }

  @Override
  public LogView of(Table table, PartitionPolicy policy) {
    return new FilteredLog(table, policy, log(table), files, checkpoints, knowledge);
  }

  /** What became of files so far. */
  public ViewStatistics statistics() {
    return files.statistics();
  }

  /** The log of a table; those that were not asked for longest leave when all list too much. */
  private WatchedLog log(Table table) {
    synchronized (logs) {
      WatchedLog log =
          logs.computeIfAbsent(table.alias(), alias -> new WatchedLog(table, settings, clock));
      long listed = 0;
      for (WatchedLog each : logs.values()) {
        listed += each.size();
      }
      Iterator<WatchedLog> oldest = logs.values().iterator();
      while (listed > MOST_LISTED && logs.size() > 1) {
        listed -= oldest.next().size();
        oldest.remove();
      }
      return log;
    }
  }
}
