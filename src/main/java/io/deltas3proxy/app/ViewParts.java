package io.deltas3proxy.app;

import io.deltas3proxy.delta.PartitionPolicy;
import io.deltas3proxy.delta.Table;
import io.deltas3proxy.delta.kernel.IndexSettings;
import io.deltas3proxy.delta.kernel.KernelCheckpointWriter;
import io.deltas3proxy.delta.kernel.KernelTableHistory;
import io.deltas3proxy.delta.kernel.KernelTableIndexes;
import io.deltas3proxy.delta.view.LogView;
import io.deltas3proxy.delta.view.LogViews;
import io.deltas3proxy.delta.view.TableKnowledge;
import io.deltas3proxy.delta.view.TableViews;
import io.deltas3proxy.delta.view.ViewSettings;
import io.deltas3proxy.delta.view.ViewStatistics;
import io.deltas3proxy.metrics.ProxyMetrics;
import io.deltas3proxy.metrics.ViewSample;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.List;
import java.util.stream.Stream;
import javax.crypto.SecretKey;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The views of filtered tables, and the directory that they are kept in. */
final class ViewParts implements TableViews, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ViewParts.class);
  private static final String LOCK = "in-use";
  private static final double NANOS = 1e9;

  private final LakeSettings lake;
  private final SecretKey tagKey;
  private final Clock clock;
  private @Nullable LogViews views;
  private @Nullable FileChannel lock;

  /** To delete at the end; {@code null} for one that was configured. */
  private @Nullable Path temporary;

  ViewParts(LakeSettings lake, SecretKey tagKey, Clock clock) {
    this.lake = lake;
    this.tagKey = tagKey;
    this.clock = clock;
  }

  /** Takes the directory, where a table is filtered. */
  void start(
      KernelTableIndexes indexes,
      IndexSettings index,
      ProxyMetrics metrics,
      ConfigurationTree source)
      throws ConfigurationException {
    if (lake.tables().stream().noneMatch(TableSettings::filtered)) {
      return;
    }
    LogViews made;
    try {
      made =
          new LogViews(
              settings(directory()),
              new KernelCheckpointWriter(),
              TableKnowledge.of(indexes, new KernelTableHistory(index, clock)),
              clock,
              tagKey);
    } catch (IOException | UncheckedIOException | InvalidPathException e) {
      KeyPath key = KeyPath.ROOT.child("views").child("directory");
      throw new ConfigurationException(
          List.of(new Problem(source.sourceOf(key), key.text(), "cannot be used: " + e)));
    }
    views = made;
    metrics.addViews(() -> sample(made.statistics()));
  }

  private Path directory() throws IOException {
    Path configured = lake.views().directory();
    if (configured == null) {
      Path made = Files.createTempDirectory("delta-s3-proxy-views-");
      temporary = made;
      return made;
    }
    Files.createDirectories(configured);
    FileChannel channel =
        FileChannel.open(
            configured.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    lock = channel;
    try {
      if (channel.tryLock() != null) {
        return configured;
      }
    } catch (OverlappingFileLockException e) {
      // Another instance in this very process.
    }
    throw new IOException("another instance keeps its views in " + configured);
  }

  private ViewSettings settings(Path directory) {
    ViewsSettings given = lake.views();
    ViewSettings usual = ViewSettings.in(directory);
    return new ViewSettings(
        directory,
        given.heapBytes(),
        given.diskBytes(),
        usual.refreshInterval(),
        usual.relistInterval(),
        given.buildTimeout(),
        given.builders());
  }

  private static ViewSample sample(ViewStatistics now) {
    return new ViewSample(
        now.heapBytes(),
        now.diskBytes(),
        now.files(),
        now.hits(),
        now.made(),
        now.failures(),
        now.evictions(),
        now.makingNanos() / NANOS);
  }

  @Override
  public LogView of(Table table, PartitionPolicy policy) {
    LogViews open = views;
    if (open == null) {
      throw new IllegalStateException("no table is filtered");
    }
    return open.of(table, policy);
  }

  @Override
  public void close() {
    try {
      if (lock != null) {
        lock.close();
      }
      Path made = temporary;
      if (made != null) {
        delete(made);
      }
    } catch (IOException e) {
      LOG.warn("What is left of the views was not deleted: {}", e.toString());
    }
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.toList()) {
        Files.deleteIfExists(file);
      }
    }
    Files.deleteIfExists(directory);
  }
}
