package io.deltas3proxy.access;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the operator of rows that allow nothing: of each problem once, and of so many at most. */
final class ReportedOnce {

  private static final Logger LOG = LoggerFactory.getLogger(ReportedOnce.class);
  private static final int MOST = 10_000;

  private final Set<UnreadableGrant> reported = ConcurrentHashMap.newKeySet();

  void report(UnreadableGrant row) {
    if (reported.size() < MOST && reported.add(row)) {
      LOG.warn("{}: it allows nothing: {}", row.name(), row.problem());
    }
  }
}
