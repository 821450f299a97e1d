package io.deltas3proxy.files;

import io.deltas3proxy.accounts.AccountsUnavailableException;
import io.deltas3proxy.storage.Checksum;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Uploads that are received piece by piece, over any number of requests. The offset that is told is
 * that of bytes which outlive the machine's end; whatever is behind it is cut off before more is
 * added. One request at a time adds to an upload.
 */
public final class ResumableUploads {

  private static final int BUFFER = 64 * 1024;

  /** How long the last piece waits for the store: a client may then read what it wrote. */
  private static final Duration WAIT = Duration.ofSeconds(10);

  private static final long CHECKPOINT = 16 * 1024 * 1024;

  private final FileJobs jobs;
  private final FileJobBook book;
  private final Spool spool;
  private final JobWorker worker;
  private final Duration lasting;
  private final Clock clock;
  private final Set<String> locked = ConcurrentHashMap.newKeySet();

  /**
   * Makes it.
   *
   * @param lasting how long an upload stays to which nothing is added
   */
  public ResumableUploads(
      FileJobs jobs,
      FileJobBook book,
      Spool spool,
      JobWorker worker,
      Duration lasting,
      Clock clock) {
    this.jobs = jobs;
    this.book = book;
    this.spool = spool;
    this.worker = worker;
    this.lasting = lasting;
    this.clock = clock;
  }

  /** Begins an upload. */
  public FileJob create(JobOrder order) throws AccountsUnavailableException {
    jobs.requireRoom(order.owner());
    return jobs.add(jobs.newId(), order, JobState.RECEIVING, lasting);
  }

  /**
   * A piece that comes.
   *
   * @param offset where it begins, as the client says
   * @param checksum of the piece; {@code null} without one
   * @param value of the checksum, in Base64
   * @param allOrNothing whether a piece that breaks off is given up, because what it must be can
   *     only be known at its end
   */
  public record Piece(
      InputStream body,
      long offset,
      @Nullable Checksum checksum,
      String value,
      boolean allOrNothing) {}

  /**
   * Adds a piece.
   *
   * @return the offset behind it
   */
  public long append(FileJob job, Piece piece) throws IOException, AccountsUnavailableException {
    requireHere(job);
    if (!locked.add(job.id())) {
      throw busy();
    }
    try (SpoolFile file = spool.named(job.id())) {
      // What was read before the lock was taken may be old.
      FileJob now = jobs.require(job.id(), job.order().owner());
      long start = now.progress().received();
      if (now.progress().state() != JobState.RECEIVING || piece.offset() != start) {
        throw new FilesException(FilesFault.CONFLICT, "The upload is at another offset.");
      }
      file.truncate(start);
      if (file.size() < start) {
        throw new FilesException(FilesFault.GONE, "The bytes of the upload are lost.");
      }
      return append(now, file, piece);
    } finally {
      locked.remove(job.id());
    }
  }

  private long append(FileJob job, SpoolFile file, Piece piece)
      throws IOException, AccountsUnavailableException {
    long start = file.size();
    boolean whole = false;
    try {
      copy(job, file, piece);
      whole = true;
    } finally {
      if (!whole && piece.allOrNothing()) {
        file.truncate(start);
      }
      // A client that went away shall find what came.
      keep(job, file);
    }
    return file.size();
  }

  private void copy(FileJob job, SpoolFile file, Piece piece)
      throws IOException, AccountsUnavailableException {
    byte[] buffer = new byte[BUFFER];
    long start = file.size();
    long kept = start;
    for (int read = piece.body().read(buffer); read >= 0; read = piece.body().read(buffer)) {
      if (file.size() + read > job.order().length()) {
        file.truncate(start);
        throw new FilesException(
            FilesFault.TOO_LARGE, "There are more bytes than the upload was to have.");
      }
      file.append(buffer, read);
      if (piece.checksum() != null) {
        piece.checksum().update(buffer, 0, read);
      }
      // Whether the last piece ends where the upload does is known behind it.
      if (!piece.allOrNothing()
          && file.size() - kept >= CHECKPOINT
          && file.size() < job.order().length()) {
        keep(job, file);
        kept = file.size();
      }
    }
    if (piece.checksum() != null
        && !MessageDigest.isEqual(
            piece.checksum().value().getBytes(StandardCharsets.US_ASCII),
            piece.value().getBytes(StandardCharsets.UTF_8))) {
      throw new FilesException(FilesFault.TUS_CHECKSUM_MISMATCH, "Checksum Mismatch");
    }
  }

  /**
   * The offset of an upload that is whole is kept in one step with its place in the queue: clients
   * who are told that offset take it for done.
   */
  private void keep(FileJob job, SpoolFile file) throws IOException, AccountsUnavailableException {
    file.force();
    boolean whole = file.size() == job.order().length();
    if (!(whole
        ? queue(job)
        : book.received(job.id(), file.size(), clock.instant().plus(lasting)))) {
      throw new FilesException(FilesFault.GONE, "The upload was ended.");
    }
  }

  private boolean queue(FileJob job) throws AccountsUnavailableException {
    Instant now = clock.instant();
    JobProgress all = new JobProgress(JobState.QUEUED, job.order().length(), 0, 0, "", now);
    Instant expires = now.plus(JobSettings.LONGEST);
    if (!book.move(job.id(), EnumSet.of(JobState.RECEIVING), all, expires)) {
      return false;
    }
    worker.runNow(
        new FileJob(job.id(), job.order(), all, job.spool(), job.created(), expires), WAIT);
    return true;
  }

  /** Ends an upload, of which nothing stays. */
  public void terminate(FileJob job) throws AccountsUnavailableException {
    requireHere(job);
    if (!locked.add(job.id())) {
      throw busy();
    }
    try {
      jobs.cancel(job);
    } finally {
      locked.remove(job.id());
    }
  }

  private void requireHere(FileJob job) {
    if (!job.spool().equals(spool.id())) {
      throw new FilesException(
              FilesFault.UNAVAILABLE, "Another instance has the bytes of this upload.")
          .with(Map.of("Retry-After", "1"));
    }
  }

  private static FilesException busy() {
    return new FilesException(FilesFault.LOCKED, "Another request adds to this upload.");
  }
}
