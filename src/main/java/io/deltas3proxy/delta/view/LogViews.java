package io.deltas3proxy.delta.view;

import io.deltas3proxy.delta.PartitionPolicy;
import io.deltas3proxy.delta.Table;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The views of all tables. Callers with the same policy share what was rewritten for them; one
 * instance serves a process.
 */
public final class LogViews {

  private final ViewSettings settings;
  private final RemovedFiles removed;
  private final Clock clock;
  private final RewrittenFiles files;
  private final WrittenCheckpoints checkpoints;
  private final Map<String, WatchedLog> logs = new ConcurrentHashMap<>();

  public LogViews(
      ViewSettings settings, CheckpointWriter writer, RemovedFiles removed, Clock clock) {
    this.settings = settings;
    this.removed = removed;
    this.clock = clock;
    this.files = new RewrittenFiles(settings);
    this.checkpoints = new WrittenCheckpoints(files, writer, settings);
  }

  /** The view of a table's log through a policy; made for each use, it costs nothing. */
  public LogView of(Table table, PartitionPolicy policy) {
    WatchedLog log =
        logs.computeIfAbsent(table.alias(), alias -> new WatchedLog(table, settings, clock));
    return new FilteredLog(table, policy, log, files, checkpoints, removed);
  }
}
