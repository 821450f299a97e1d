package io.deltas3proxy.gateway;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The rows of the queue; who carries jobs out is another matter. */
public interface Jobs {

  /** Queues a job, unless the same one is waiting already. Gives the id of the one that is. */
  long add(NewJob job) throws MetadataUnavailableException;

  Optional<Job> find(long id) throws MetadataUnavailableException;

  /**
   * Jobs by priority, then by age.
   *
   * @param after the last of the page before; 0 for the first page
   * @param most 1 to 1,000
   */
  List<Job> list(Set<Job.Status> statuses, long after, int most)
      throws MetadataUnavailableException;

  /**
   * Changes the state of a job that is in one of some states.
   *
   * @param error {@code null} for none
   * @return false if it was in none of them: somebody else was faster
   */
  boolean change(long id, Set<Job.Status> from, Job.Status to, @Nullable String error)
      throws MetadataUnavailableException;

  /** The same into {@link Job.Status#RETRYING}, and counts a retry. */
  boolean retry(long id, String error) throws MetadataUnavailableException;

  /** Notes the progress of a running job; false if it is not running any more. */
  boolean progress(long id, long bytesDone, long bytesTotal) throws MetadataUnavailableException;
}
