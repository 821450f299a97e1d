package io.deltas3proxy.app;

import io.deltas3proxy.access.FileClaims;
import io.deltas3proxy.access.JdbcMultipartUploads;
import io.deltas3proxy.access.JdbcUncommittedFiles;
import io.deltas3proxy.access.MultipartUploads;
import io.deltas3proxy.database.Database;
import io.deltas3proxy.delta.TableCatalog;
import io.deltas3proxy.delta.TableIndexes;
import io.deltas3proxy.storage.conditional.JdbcKeyLocks;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** What is kept of files and uploads until they are committed, where the proxy writes. */
final class UncommittedParts implements AutoCloseable {

  private static final Duration EVERY = Duration.ofMinutes(10);

  private final FileClaims claims;
  private final Optional<MultipartUploads> uploads;
  private final Optional<JdbcKeyLocks> locks;
  private final Clock clock;
  private @Nullable ScheduledExecutorService sweeping;

  UncommittedParts(UncommittedSettings settings, AccountsParts accounts, Clock clock) {
    this.clock = clock;
    Optional<Database> database =
        settings.enabled() ? accounts.database().map(AccountsDatabase::database) : Optional.empty();
    claims =
        database
            .map(open ->
                new FileClaims(
                    new JdbcUncommittedFiles(open, settings.mostFiles(), clock),
                    settings.uncommitted(),
                    clock))
            .orElseGet(() -> FileClaims.none(clock));
    uploads = database.map(open -> new JdbcMultipartUploads(open, clock));
    locks = database.map(open -> new JdbcKeyLocks(open, clock));
  }

  /** The uncommitted files of all writers; nobody's where nothing is written. */
  FileClaims claims() {
    return claims;
  }

  /** The uploads in parts; empty where nothing is written. */
  Optional<MultipartUploads> uploads() {
    return uploads;
  }

  /**
   * Begins to remove what is old, now and then.
   *
   * @param end ends uploads in the stores that tables are in
   */
  void start(TableCatalog catalog, TableIndexes indexes, UncommittedSweep.UploadEnd end) {
    uploads.ifPresent(open -> {
      Runnable sweep = new UncommittedSweep(claims, open, catalog, indexes, end, clock);
      ScheduledExecutorService thread =
          Executors.newSingleThreadScheduledExecutor(
              Thread.ofPlatform().daemon().name("uncommitted-sweep").factory());
      sweeping = thread;
      var unused =
          thread.scheduleWithFixedDelay(
              () -> {
                sweep.run();
                locks.ifPresent(JdbcKeyLocks::sweep);
              },
              EVERY.toSeconds(),
              EVERY.toSeconds(),
              TimeUnit.SECONDS);
    });
  }

  @Override
  public void close() {
    ScheduledExecutorService running = sweeping;
    if (running != null) {
      running.shutdownNow();
    }
  }
}
