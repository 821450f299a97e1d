package io.deltas3proxy.delta.view;

import io.deltas3proxy.delta.Table;
import io.deltas3proxy.delta.TableLocation;
import io.deltas3proxy.storage.ListedObject;
import io.deltas3proxy.storage.ListingPage;
import io.deltas3proxy.storage.ListingRequest;
import io.deltas3proxy.storage.StoreException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What one table's log directory lists, shared by all views of the table. A look costs one request
 * while few commits are new; now and then the whole directory is listed, to notice what was deleted
 * from its start.
 */
final class WatchedLog {

  private static final int PAGE = 1000;

  /** Most pages of one listing, two million files. */
  private static final int MOST_PAGES = 2000;

  /** Commits before the newest that a look covers: checkpoints are written after later commits. */
  private static final long OVERLAP = 30;

  /** How long files that were cleaned away are known to readers in flight. */
  private static final Duration CLEANED_KNOWN = Duration.ofMinutes(10);

  /**
   * What was seen, and when the looks began.
   *
   * @param changedAt end of the look that found something else than the one before it
   */
  private record Seen(
      LogContents contents, Instant lookedAt, Instant listedAt, Instant changedAt, long look) {}

  private record Failed(StoreException failure, long look) {}

  private final TableLocation location;
  private final String directory;
  private final ViewSettings settings;
  private final Clock clock;
  private final ReentrantLock lock = new ReentrantLock();
  private volatile @Nullable Seen seen;

  /** The last look that failed; only under the lock. */
  private @Nullable Failed failed;

  /** What was cleaned away of late. */
  private volatile LogContents cleaned = LogContents.empty();

  private Instant cleanedUntil = Instant.MIN;
  private volatile long looksBegun;

  WatchedLog(Table table, ViewSettings settings, Clock clock) {
    this.location = table.location();
    this.directory = location.keyPrefix() + LogFileName.DIRECTORY;
    this.settings = settings;
    this.clock = clock;
  }

  /** Physical key of the directory, ending in a slash. */
  String directory() {
    return directory;
  }

  /** Files that are kept in memory as they were listed. */
  int size() {
    Seen known = seen;
    return known == null ? 0 : known.contents().commits().size();
  }

  /** Since when the log is known to be as it was seen last. */
  Instant changedAt() {
    Seen known = seen;
    return known == null ? Instant.EPOCH : known.changedAt();
  }

  /** What the log has, as of a look within the configured interval. */
  LogContents contents() throws StoreException {
    Seen known = seen;
    if (known != null
        && clock.instant().isBefore(known.lookedAt().plus(settings.refreshInterval()))) {
      return known.contents();
    }
    return latest();
  }

  /**
   * What the log has after a look that began after this call; those who wait share it, also when it
   * fails: against a store that does not answer nobody waits for one after the other.
   */
  LogContents latest() throws StoreException {
    long before = looksBegun;
    lock.lock();
    try {
      Seen known = seen;
      if (known != null && known.look() > before) {
        return known.contents();
      }
      Failed last = failed;
      if (last != null && last.look() > before) {
        throw last.failure();
      }
      Seen fresh = look(known);
      seen = fresh;
      return fresh.contents();
    } catch (StoreException e) {
      failed = new Failed(e, looksBegun);
      throw e;
    } finally {
      lock.unlock();
    }
  }

  /** Lets the next look list the whole directory: something that was listed is not there. */
  void distrust() {
    lock.lock();
    try {
      Seen known = seen;
      if (known != null) {
        seen =
            new Seen(
                known.contents(), Instant.EPOCH, Instant.EPOCH, known.changedAt(), known.look());
      }
    } finally {
      lock.unlock();
    }
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // Only under the lock.
  private Seen look(@Nullable Seen known) throws StoreException {
    long look = ++looksBegun;
    Instant now = clock.instant();
    if (known != null && now.isBefore(known.listedAt().plus(settings.relistInterval()))) {
      LogContents old = known.contents();
      long from = Math.max(0, old.newest() - OVERLAP);
      LogContents later = list(directory + String.format("%020d", from));
      if (continues(old, later, from)) {
        boolean same = same(old, later, from);
        return new Seen(
            same ? old : old.with(later),
            now,
            known.listedAt(),
            same ? known.changedAt() : clock.instant(),
            look);
      }
    }
    LogContents fresh = list(null);
    Instant changedAt = clock.instant();
    if (known != null) {
      rememberCleaned(known.contents(), fresh, now);
      changedAt = same(known.contents(), fresh, 0) ? known.changedAt() : changedAt;
    }
    return new Seen(fresh, now, now, changedAt, look);
  }

  private void rememberCleaned(LogContents before, LogContents fresh, Instant now) {
    LogContents still = now.isBefore(cleanedUntil) ? cleaned : LogContents.empty();
    LogContents gone = before.cleanedSince(fresh);
    if (gone.newest() >= 0) {
      cleanedUntil = now.plus(CLEANED_KNOWN);
    }
    cleaned = still.with(gone).cleanedSince(fresh);
  }

  /**
   * Files that were there a few minutes ago, below the start of the log as it is now. They can be
   * read by whoever kept them.
   */
  LogContents cleaned() {
    return cleaned;
  }

  /** Whether all that was known of the part that was looked at is still so. */
  private static boolean continues(LogContents old, LogContents later, long from) {
    for (Map.Entry<Long, ListedObject> commit : old.commits().tailMap(from).entrySet()) {
      ListedObject now = later.commits().get(commit.getKey());
      if (now == null || !now.eTag().equals(commit.getValue().eTag())) {
        return false;
      }
    }
    return !old.commits().isEmpty()
        && later.checkpoints().keySet().containsAll(old.checkpoints().tailMap(from).keySet());
  }

  private static boolean same(LogContents old, LogContents later, long from) {
    return old.commits().tailMap(from).equals(later.commits())
        && old.checkpoints().tailMap(from).equals(later.checkpoints())
        && java.util.Objects.equals(old.lastCheckpoint(), later.lastCheckpoint());
  }

  private LogContents list(@Nullable String startAfter) throws StoreException {
    List<ListedObject> objects = new ArrayList<>();
    String after = startAfter;
    for (int pages = 0; pages < MOST_PAGES; pages++) {
      ListingPage page =
          location.store().list(new ListingRequest(location.bucket(), directory, "/", after, PAGE));
      objects.addAll(page.objects());
      if (!page.truncated()) {
        return LogContents.of(objects, directory);
      }
      after = page.nextStartAfter();
    }
    throw new StoreException.Unavailable("a log has more than " + MOST_PAGES * PAGE + " files");
  }
}
