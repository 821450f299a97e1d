package io.deltas3proxy.gateway.replication;

import io.deltas3proxy.gateway.Job;
import io.deltas3proxy.gateway.MetadataUnavailableException;
import io.deltas3proxy.gateway.NewJob;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Empties backends: queues the move of each replica that one has, never more than some at once, and
 * goes round again while something is left.
 */
public final class Drains implements Repeated.Step {

  /** Moves of one backend that are under way at once. */
  private static final int MOST_MOVES = 500;

  /** Between two rounds: what failed is tried again when something may have changed. */
  private static final Duration PAUSE = Duration.ofMinutes(10);

  private static final int LATER_THAN_OTHERS = 6;

  private final Catalog catalog;
  private final JdbcDrains rows;
  private final JdbcVersionPages pages;
  private final Clock clock;

  Drains(Catalog catalog, JdbcDrains rows, JdbcVersionPages pages, Clock clock) {
    this.catalog = catalog;
    this.rows = rows;
    this.pages = pages;
    this.clock = clock;
  }

  /**
   * Begins to empty a backend; to be called once it takes nothing new any more. Done again, it
   * changes nothing.
   */
  public Drain begin(String backend) throws MetadataUnavailableException {
    rows.begin(backend, pages.countOn(backend));
    return progress(backend).orElseThrow();
  }

  /**
   * Ends to empty a backend; what has been moved stays where it is.
   *
   * @return false if it was not being emptied
   */
  public boolean end(String backend) throws MetadataUnavailableException {
    return rows.end(backend);
  }

  /** How far it is; empty for a backend that is not, and was not, emptied. */
  public Optional<Drain> progress(String backend) throws MetadataUnavailableException {
    Optional<JdbcDrains.Row> row = rows.find(backend);
    if (row.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Drain(
            backend,
            row.get().finishedAt() != null,
            row.get().atStart(),
            pages.countOn(backend),
            rows.underway(backend),
            rows.stuck(backend, row.get().startedAt()),
            row.get().startedAt(),
            row.get().finishedAt()));
  }

  @Override
  public void run() throws MetadataUnavailableException {
    for (JdbcDrains.Row row : rows.all()) {
      if (row.finishedAt() == null) {
        step(row);
      } else if (pages.countOn(row.backend()) > 0) {
        // An instance that had not heard of it yet has put something there.
        rows.reopen(row.backend());
      }
    }
  }

  private void step(JdbcDrains.Row row) throws MetadataUnavailableException {
    long underway = rows.underway(row.backend());
    if (underway >= MOST_MOVES) {
      return;
    }
    if (row.sweptAt() != null && clock.instant().isBefore(row.sweptAt().plus(PAUSE))) {
      if (underway == 0 && pages.countOn(row.backend()) == 0) {
        rows.finish(row.backend());
      }
      return;
    }
    List<Long> versions = pages.on(row.backend(), row.position(), (int) (MOST_MOVES - underway));
    for (Long version : versions) {
      long unused =
          catalog
              .jobs()
              .add(
                  new NewJob(
                      Job.Type.MIGRATE_REPLICA, version, row.backend(), null, LATER_THAN_OTHERS));
    }
    if (!versions.isEmpty()) {
      rows.note(row.backend(), versions.getLast());
    } else if (underway == 0) {
      if (pages.countOn(row.backend()) == 0) {
        rows.finish(row.backend());
      } else {
        rows.startAgain(row.backend());
      }
    }
  }
}
