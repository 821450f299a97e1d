package io.deltas3proxy.files;

import io.deltas3proxy.accounts.AccountsUnavailableException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The uploads in the background of all instances, kept beyond the end of any of them. Every method
 * fails with {@link AccountsUnavailableException} when the database does not answer.
 */
public interface FileJobBook {

  /** Keeps a new one. */
  void add(FileJob job) throws AccountsUnavailableException;

  Optional<FileJob> find(String id) throws AccountsUnavailableException;

  /** How many uploads of this user are not over. */
  int open(String user) throws AccountsUnavailableException;

  /**
   * Changes one that is in one of these states, in one step.
   *
   * @return whether it was
   */
  boolean move(String id, Set<JobState> from, JobProgress progress, Instant expires)
      throws AccountsUnavailableException;

  /**
   * Says what of one was received.
   *
   * @return whether it is still {@link JobState#RECEIVING}
   */
  boolean received(String id, long bytes, Instant expires) throws AccountsUnavailableException;

  /**
   * Says what of one was sent.
   *
   * @return whether it is still {@link JobState#RUNNING}
   */
  boolean sent(String id, long bytes) throws AccountsUnavailableException;

  /** Those with bytes in this spool that may be tried, the longest due first. */
  List<FileJob> due(String spool, Instant now, int most) throws AccountsUnavailableException;

  /**
   * Lets all that waits in this spool be tried now, and what an instance had under way when it
   * ended.
   */
  int requeue(String spool, Instant now) throws AccountsUnavailableException;

  /** Forgets those that have expired. */
  int forget(Instant now) throws AccountsUnavailableException;
}
