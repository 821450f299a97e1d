package io.deltas3proxy.delta.action;

import io.deltas3proxy.delta.Table;
import io.deltas3proxy.delta.TableUnavailableException;

/** Begins trials of commits. For any number of threads. */
public interface CommitTrials {

  /**
   * A commit that follows the newest one, or makes the table.
   *
   * @param version that it makes, {@code >= 0}
   * @throws TableUnavailableException if what is there cannot be known
   */
  CommitTrial ofNext(Table table, long version) throws TableUnavailableException;

  /**
   * A commit in place of another one. What is there may be what it is to mend, so its actions are
   * held against their form alone.
   */
  CommitTrial ofReplacement(Table table);
}
