package io.deltas3proxy.s3.endpoint;

import io.deltas3proxy.delta.Table;
import io.deltas3proxy.delta.TableIndexes;
import io.deltas3proxy.delta.TableUnavailableException;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets indexes look for commits that passed through here, so that the next reader need not wait for
 * it. Each table has at most one look under way and one that waits: a commit that comes meanwhile
 * is seen by the latter.
 */
final class CommitFollowing {

  private static final Logger LOG = LoggerFactory.getLogger(CommitFollowing.class);

  private final TableIndexes indexes;

  /** Whether another look must follow, of the tables that have one under way. */
  private final Map<String, Boolean> underWay = new HashMap<>();

  CommitFollowing(TableIndexes indexes) {
    this.indexes = indexes;
  }

  /** A commit of the table was stored. Does not wait. */
  void committed(Table table) {
    synchronized (underWay) {
      if (underWay.put(table.alias(), underWay.containsKey(table.alias())) != null) {
        return;
      }
    }
    var unused = Thread.ofVirtual().name("follow-" + table.alias()).start(() -> follow(table));
  }

  private void follow(Table table) {
    do {
      try {
        var unused = indexes.catchUp(table);
      } catch (TableUnavailableException | RuntimeException e) {
        // The next one who needs the index looks again.
        LOG.warn("The index of {} did not follow a commit: {}", table.alias(), e.getMessage());
      }
    } while (goesOn(table.alias()));
  }

  private boolean goesOn(String alias) {
    synchronized (underWay) {
      if (Boolean.TRUE.equals(underWay.get(alias))) {
        underWay.put(alias, false);
        return true;
      }
      underWay.remove(alias);
      return false;
    }
  }
}
