package io.deltas3proxy.gateway.replication;

import io.deltas3proxy.gateway.MetadataUnavailableException;
import java.io.IOException;

/**
 * How the jobs of one type are done. A job may have been begun before, and be anywhere between its
 * beginning and its end.
 */
interface JobWork {

  /**
   * Does a job, or fails.
   *
   * @throws JobFailedException with what is to become of the job
   * @throws JobStoppedException from {@link JobRun#checkpoint}, passed on after what was begun was
   *     brought to an end that can be left
   */
  void run(JobRun run) throws IOException, MetadataUnavailableException;

  /** Takes back what a cancelled job has begun; done already where nothing is left of it. */
  void undo(JobRun run) throws IOException, MetadataUnavailableException;
}
