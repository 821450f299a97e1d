package io.deltas3proxy.files;

import io.deltas3proxy.accounts.AccountsUnavailableException;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.EnumSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Uploads in the background, as their owners see them. Nobody else learns that there is one. */
public final class FileJobs {

  private static final Logger LOG = LoggerFactory.getLogger(FileJobs.class);
  private static final int ID_BYTES = 18;
  private static final Set<JobState> STOPPABLE =
      EnumSet.of(JobState.RECEIVING, JobState.QUEUED, JobState.RUNNING);

  private final FileJobBook book;
  private final Spool spool;
  private final JobSettings settings;
  private final JobWorker worker;
  private final Clock clock;
  private final SecureRandom random = new SecureRandom();

  /**
   * Makes it.
   *
   * @param worker that does them
   */
  public FileJobs(
      FileJobBook book, Spool spool, JobSettings settings, JobWorker worker, Clock clock) {
    this.book = book;
    this.spool = spool;
    this.settings = settings;
    this.worker = worker;
    this.clock = clock;
  }

  /** A new id: nobody can guess it. */
  public String newId() {
    byte[] id = new byte[ID_BYTES];
    random.nextBytes(id);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(id);
  }

  /** Refuses whoever has too many uploads that are not over. */
  public void requireRoom(JobOwner owner) throws AccountsUnavailableException {
    if (book.open(owner.user()) >= settings.mostOpen()) {
      throw new FilesException(
          FilesFault.TOO_MANY_REQUESTS, "Too many uploads of yours are not over.");
    }
  }

  /** Keeps an upload whose bytes are still to come, or are here. */
  public FileJob add(String id, JobOrder order, JobState state, Duration lasting)
      throws AccountsUnavailableException {
    Instant now = clock.instant();
    FileJob job =
        new FileJob(
            id,
            order,
            new JobProgress(state, state == JobState.RECEIVING ? 0 : order.length(), 0, 0, "", now),
            spool.id(),
            now,
            now.plus(lasting));
    book.add(job);
    if (state == JobState.QUEUED) {
      worker.wake();
    }
    return job;
  }

  /** Keeps an upload whose bytes are all here. */
  public FileJob queue(String id, JobOrder order) throws AccountsUnavailableException {
    return add(id, order, JobState.QUEUED, JobSettings.LONGEST);
  }

  /**
   * The upload of this id.
   *
   * @throws FilesException when there is none of this user
   */
  public FileJob require(String id, JobOwner owner) throws AccountsUnavailableException {
    return book.find(id)
        .filter(job -> job.order().owner().isSame(owner))
        .filter(job -> job.expires().isAfter(clock.instant()))
        .orElseThrow(() -> new FilesException(FilesFault.NOTHING_HERE, "There is no such upload."));
  }

  /** Ends an upload, of which nothing stays. */
  public void cancel(FileJob job) throws AccountsUnavailableException {
    JobProgress before = job.progress();
    JobProgress cancelled =
        new JobProgress(
            JobState.CANCELLED, before.received(), 0, before.attempts(), "", before.due());
    Instant forgotten = clock.instant().plus(settings.keep());
    if (!book.move(job.id(), STOPPABLE, cancelled, forgotten)) {
      throw new FilesException(FilesFault.CONFLICT, "The upload is over, or about to be.");
    }
    discard(job);
  }

  private void discard(FileJob job) {
    if (!job.spool().equals(spool.id())) {
      // The instance that has the bytes finds out.
      return;
    }
    try {
      if (job.progress().state() == JobState.RECEIVING) {
        // Who adds to it now finds out, and what it has then is deleted and counted by who sweeps.
        spool.deleteUnlessOpen(job.id());
      } else {
        spool.delete(job.id());
      }
    } catch (IOException e) {
      LOG.warn("A file of the spool is not deleted now: {}", e.getMessage());
    }
  }
}
