package io.deltas3proxy.files;

import java.time.Instant;

/**
 * An upload in the background, or a resumable one.
 *
 * @param id nobody can guess it
 * @param spool whose disk has the bytes
 * @param expires when it is forgotten, whatever has become of it
 */
public record FileJob(
    String id,
    JobOrder order,
    JobProgress progress,
    String spool,
    Instant created,
    Instant expires) {

  /** Whole percents of the work: receiving and sending count alike. */
  public int percent() {
    long length = Math.max(1, order.length());
    return progress.state() == JobState.DONE
        ? 100
        : (int) Math.min(99, (progress.received() + progress.sent()) * 50 / length);
  }
}
