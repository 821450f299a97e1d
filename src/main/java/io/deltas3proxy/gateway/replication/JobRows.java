package io.deltas3proxy.gateway.replication;

import io.deltas3proxy.gateway.Job;
import io.deltas3proxy.gateway.MetadataUnavailableException;

/**
 * The rows of jobs, as those who carry them out change them. A holder is the name of one try: of
 * all the jobs about one version at most one has a holder.
 */
interface JobRows {

  /** What became of an attempt to begin. */
  enum Claim {
    /** The job is running, and held. */
    TAKEN,
    /** The job was cancelled by somebody while it ran, and its worker died: it is to be undone. */
    TO_UNDO,
    /** Another job about the same version is held. */
    BUSY,
    /** There is nothing to be done. */
    OVER
  }

  /** What became lately of the jobs of one type about a version on a backend, best first. */
  enum Reputation {
    GOOD,
    /** They failed, and may be tried again. */
    FAILED,
    /** They failed, and are to be left for a while: the longer, the more often they did. */
    RESTS
  }

  /** How a holder stands to its job. */
  enum Standing {
    HELD,
    CANCELLED,
    LOST
  }

  /** Begins a job. One that had a holder, who must have died, counts as tried once more. */
  Claim claim(long id, String holder) throws MetadataUnavailableException;

  /** Notes how far a job is. */
  Standing progress(long id, String holder, long done, long total)
      throws MetadataUnavailableException;

  /**
   * Ends the try of a running job, so that nobody holds it.
   *
   * @return false if it was not running any more, or not by this holder
   */
  boolean end(long id, String holder, Ending ending) throws MetadataUnavailableException;

  /**
   * How a try ended.
   *
   * @param error shown to administrators; empty for none
   * @param done bytes of those in all
   */
  record Ending(Job.Status status, String error, long done, long total) {}

  /**
   * As {@link #end}, to be tried again, and counts that.
   *
   * @return false also if the same job is waiting already: this one is cancelled then
   */
  boolean retry(long id, String holder, String error) throws MetadataUnavailableException;

  /** As {@link #end}, to be begun later; not counted as a try. */
  boolean postpone(long id, String holder, String why) throws MetadataUnavailableException;

  /** Lets go of a job that was cancelled, once it is undone. */
  void letGo(long id, String holder) throws MetadataUnavailableException;

  /** Jobs that are to give a version another replica, or are at it. */
  long underway(long version) throws MetadataUnavailableException;

  /**
   * What became of them lately.
   *
   * @param backend their target; of moves the source
   */
  Reputation reputation(Job.Type type, long version, String backend)
      throws MetadataUnavailableException;

  /** Lets a job that waits come as early as a priority says, unless it does already. */
  void promote(long id, int priority) throws MetadataUnavailableException;

  /**
   * Queues a job anew that failed, or was cancelled and is undone.
   *
   * @return false for any other, and where the same job is waiting already
   */
  boolean requeue(long id) throws MetadataUnavailableException;
}
