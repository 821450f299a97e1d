package io.deltas3proxy.delta.kernel;

import io.deltas3proxy.delta.IndexDirectory;
import io.deltas3proxy.delta.PartitionFilter;
import io.deltas3proxy.delta.Table;
import io.deltas3proxy.delta.TableIndex;
import io.deltas3proxy.delta.TableIndex.Sight;
import io.deltas3proxy.delta.TableUnavailableException;
import io.deltas3proxy.storage.local.LocalObjectStore;
import io.deltas3proxy.testing.CountingStore;
import io.deltas3proxy.testing.HandWrittenLog;
import io.deltas3proxy.testing.SettableClock;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Indexes over a hand-written log in a directory, with a clock that stands. */
final class TableIndexesFixture implements AutoCloseable {

  static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");

  static final Duration MAX_AGE = Duration.ofSeconds(10);

  final HandWrittenLog log;
  final CountingStore store;
  final SettableClock clock = new SettableClock(NOW);
  final KernelTableIndexes indexes;
  final Table table;

  TableIndexesFixture(Path directory) {
    this(directory, Duration.ofSeconds(30));
  }

  TableIndexesFixture(Path directory, Duration loadTimeout) {
    this(directory, loadTimeout, Optional.empty());
  }

  /** With indexes that are kept in files. */
  TableIndexesFixture(Path directory, Path files) throws IOException {
    this(
        directory,
        Duration.ofSeconds(30),
        Optional.of(IndexDirectory.open(files, 64 << 20, new SettableClock(NOW))));
  }

  private TableIndexesFixture(
      Path directory, Duration loadTimeout, Optional<IndexDirectory> files) {
    log = new HandWrittenLog(directory);
    store = new CountingStore(new LocalObjectStore(List.of(directory)));
    table = log.table("t", store);
    indexes =
        new KernelTableIndexes(
            new IndexSettings(
                64L << 20,
                Duration.ofHours(1),
                Duration.ofSeconds(1),
                MAX_AGE,
                loadTimeout,
                Duration.ofDays(7)),
            files,
            clock);
  }

  /** Milliseconds since 1970 of some days before now. */
  static long daysAgo(int days) {
    return NOW.minus(Duration.ofDays(days)).toEpochMilli();
  }

  TableIndex index() throws TableUnavailableException {
    return indexes.get(table);
  }

  TableIndex refreshed() throws TableUnavailableException {
    clock.advance(Duration.ofSeconds(2));
    return indexes.refresh(table);
  }

  /** What is seen of a file by somebody who sees partitions with these values of one column. */
  Sight look(String relativeKey, String... values) throws TableUnavailableException {
    return look(index(), relativeKey, values);
  }

  Sight look(TableIndex index, String relativeKey, String... values) {
    return index.look(log.address(relativeKey), seeing(index, values));
  }

  boolean directoryVisible(String directory, String... values) throws TableUnavailableException {
    return index().directoryVisible(directory, seeing(index(), values));
  }

  static PartitionFilter seeing(TableIndex index, String... values) {
    Set<String> seen = Set.of(values);
    return id -> {
      String value = index.partition(id).values().getFirst();
      return seen.contains(value == null ? "null" : value);
    };
  }

  @Override
  public void close() {
    indexes.close();
  }
}
