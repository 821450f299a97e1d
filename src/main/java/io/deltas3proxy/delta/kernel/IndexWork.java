package io.deltas3proxy.delta.kernel;

import io.deltas3proxy.delta.IndexDirectory;
import io.deltas3proxy.delta.Table;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * What all indexes are read and kept with.
 *
 * @param loaders read whole logs
 * @param refreshers look for new commits
 * @param savers write files, one at a time
 * @param directory of the files; empty when there are none
 */
record IndexWork(
    IndexSettings settings,
    Clock clock,
    Executor loaders,
    Executor refreshers,
    Executor savers,
    Optional<IndexDirectory> directory) {

  @Nullable KeptIndex kept(Table table) {
    return directory.map(found -> new KeptIndex(found, table, settings)).orElse(null);
  }
}
