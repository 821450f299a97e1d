package io.deltas3proxy.delta.view;

import java.util.NavigableSet;
import java.util.TreeSet;

/**
 * Decides at which versions a view shows a checkpoint: as few as make every version readable that
 * the log itself can give, since each is written anew for each policy. Depends on nothing but what
 * is listed, so that all instances decide alike.
 */
final class CheckpointChoice {

  /** A reader of the newest version has at most twice as many commits to read. */
  static final long MOST_COMMITS = 500;

  private CheckpointChoice() {}

  /** Versions of complete checkpoints of the log; none while it is whole from its first commit. */
  static NavigableSet<Long> of(LogContents log) {
    NavigableSet<Long> chosen = new TreeSet<>();
    long base = -1;
    long reach = reach(log, -1);
    for (long version : log.checkpoints().keySet()) {
      if (version > reach) {
        chosen.add(version);
        base = version;
        reach = reach(log, version);
      }
    }
    if (reach - base > 2 * MOST_COMMITS) {
      // The goal stays for many commits, so that the checkpoint does too.
      long goal = (reach / MOST_COMMITS - 1) * MOST_COMMITS;
      Long late = log.checkpoints().ceilingKey(goal);
      if (late != null && late > base) {
        chosen.add(late);
      }
    }
    return chosen;
  }

  /** The last version that commits lead to from a version without a gap. */
  private static long reach(LogContents log, long from) {
    long reach = from;
    for (long version : log.commits().tailMap(from + 1).keySet()) {
      if (version != reach + 1) {
        break;
      }
      reach = version;
    }
    return reach;
  }
}
