package io.deltas3proxy.delta.view;

import io.deltas3proxy.delta.PartitionPolicy;
import io.deltas3proxy.delta.Table;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.SecretKey;

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
  private final SecretKey tagKey;
  private final RewrittenFiles files;
  private final WrittenCheckpoints checkpoints;
  private final Map<String, WatchedLog> logs = new LinkedHashMap<>(16, 0.75f, true);

  /**
   * @param tagKey the same on every instance: nobody without it can try by entity tags what was
   *     left out of a file
   */
  public LogViews(
      ViewSettings settings,
      CheckpointWriter writer,
      TableKnowledge knowledge,
      Clock clock,
      SecretKey tagKey) {
    this.tagKey = tagKey;
    this.settings = settings;
    this.knowledge = knowledge;
    this.clock = clock;
    this.files = new RewrittenFiles(settings);
    this.checkpoints = new WrittenCheckpoints(files, writer);
  }

  @Override
  public LogView of(Table table, PartitionPolicy policy) {
    PartitionPolicy keyed =
        new PartitionPolicy(keyed(policy.fingerprint()), policy.schema(), policy.visible());
    return new FilteredLog(table, keyed, log(table), files, checkpoints, knowledge);
  }

  private String keyed(String fingerprint) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(tagKey);
      return HexFormat.of()
          .formatHex(mac.doFinal(("view\n" + fingerprint).getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has HmacSHA256", e);
    }
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
