package io.deltas3proxy.files;

import io.deltas3proxy.accounts.AccountsUnavailableException;
import io.deltas3proxy.accounts.Principal;
import io.deltas3proxy.accounts.UserStandings;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One attempt of an upload in the background, with the rights that its owner has by now. */
public final class JobRun {

  private static final Logger LOG = LoggerFactory.getLogger(JobRun.class);
  private static final Set<JobState> RUNNING = EnumSet.of(JobState.RUNNING);
  private static final Set<JobState> UNDER_WAY = EnumSet.of(JobState.RUNNING, JobState.STORING);

  private static final Result INTERNAL =
      new Result("Unable to upload file to S3 InternalError", true);

  private final FileJobBook book;
  private final FileAccess access;
  private final UserStandings standings;
  private final FileUploads uploads;
  private final JobSettings settings;
  private final Clock clock;
  private volatile boolean stopped;

  /**
   * Makes it.
   *
   * @param standings of owners, at each attempt
   */
  public JobRun(
      FileJobBook book,
      FileAccess access,
      UserStandings standings,
      FileUploads uploads,
      JobSettings settings,
      Clock clock) {
    this.book = book;
    this.access = access;
    this.standings = standings;
    this.uploads = uploads;
    this.settings = settings;
    this.clock = clock;
  }

  /** Whatever is under way stops at its next part, and is done again by the next process. */
  void stop() {
    stopped = true;
  }

  void run(FileJob job) throws AccountsUnavailableException {
    int attempts = job.progress().attempts() + 1;
    if (stopped
        || !book.move(
            job.id(),
            EnumSet.of(JobState.QUEUED),
            state(job, JobState.RUNNING, 0, attempts, ""),
            job.expires())) {
      return;
    }
    Result result = attempt(job, attempts);
    if (stopped && !result.done()) {
      return;
    }
    end(job, attempts, result);
  }

  /**
   * What became of an attempt.
   *
   * @param error empty when it is done
   * @param again whether another attempt may help
   */
  private record Result(String error, boolean again) {
    boolean done() {
      return error.isEmpty();
    }
  }

  private Result attempt(FileJob job, int attempts) throws AccountsUnavailableException {
    JobOrder order = job.order();
    Principal owner = order.owner().principal();
    try {
      if (owner != null && standings.of(owner.user()).disabled()) {
        throw FilesException.forbidden().because(owner.user() + " is disabled");
      }
      FileTarget target = access.require(owner, order.file(), FilePrivilege.WRITE);
      NewFile file = new NewFile(Map.of("content-type", order.type()), Map.of(), order.length());
      AtomicLong sent = new AtomicLong();
      try (SpoolFile bytes = uploads.spool().named(job.id());
          FileUpload upload = uploads.to(target, file, count -> tell(job, sent.addAndGet(count)))) {
        if (bytes.size() != order.length()) {
          return new Result("The bytes of the file are lost.", false);
        }
        upload.receive(bytes);
        if (!book.move(
            job.id(),
            RUNNING,
            state(job, JobState.STORING, sent.get(), attempts, ""),
            job.expires())) {
          return new Result("cancelled", false);
        }
        var unused = upload.commit();
      }
      return new Result("", false);
    } catch (FilesException e) {
      LOG.warn("An upload in the background failed: {}", e.reason());
      return new Result(
          e.detail(),
          e.fault() == FilesFault.BACKEND_REFUSED || e.fault() == FilesFault.UNAVAILABLE);
    } catch (IOException e) {
      LOG.warn("An upload in the background failed: {}", e.toString());
      return INTERNAL;
    } catch (RuntimeException e) { // Else it would be begun again for ever, and at once.
      LOG.error("An upload in the background failed", e);
      return INTERNAL;
    }
  }

  private void tell(FileJob job, long sent) {
    try {
      if (stopped || !(book.sent(job.id(), sent) || isStoring(job))) {
        throw new FilesException(FilesFault.GONE, "The upload was cancelled.");
      }
    } catch (AccountsUnavailableException e) {
      LOG.debug("How far an upload is was not kept", e);
    }
  }

  private boolean isStoring(FileJob job) throws AccountsUnavailableException {
    return book.find(job.id())
        .filter(now -> now.progress().state() == JobState.STORING)
        .isPresent();
  }

  private void end(FileJob job, int attempts, Result result) throws AccountsUnavailableException {
    Instant now = clock.instant();
    if (result.again() && attempts < settings.attempts()) {
      JobProgress waiting =
          new JobProgress(
              JobState.QUEUED,
              job.order().length(),
              0,
              attempts,
              result.error(),
              now.plus(settings.pause(attempts)));
      var unused = book.move(job.id(), UNDER_WAY, waiting, job.expires());
      return;
    }
    JobProgress over =
        result.done()
            ? state(job, JobState.DONE, job.order().length(), attempts, "")
            : state(job, JobState.FAILED, 0, attempts, result.error());
    if (!book.move(job.id(), UNDER_WAY, over, now.plus(settings.keep()))) {
      // It was cancelled, or waits again: who sweeps knows which.
      return;
    }
    try {
      uploads.spool().delete(job.id());
    } catch (IOException e) {
      LOG.warn("A file of the spool is not deleted now: {}", e.getMessage());
    }
  }

  private JobProgress state(FileJob job, JobState state, long sent, int attempts, String error) {
    return new JobProgress(state, job.order().length(), sent, attempts, error, clock.instant());
  }
}
