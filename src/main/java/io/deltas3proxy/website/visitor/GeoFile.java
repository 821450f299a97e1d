package io.deltas3proxy.website.visitor;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A database in MaxMind's format. The file is looked at from time to time; when it has changed it
 * is read anew, and when the new one cannot be used, a warning says so and the old one stays.
 */
public final class GeoFile implements Geography, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(GeoFile.class);

  /** The largest database of cities has about 130 MB. */
  private static final long MOST_BYTES = 1L << 30;

  /** What tells one state of a file from the next without reading it. */
  private record State(FileTime modified, long size, @Nullable Object key) {
    static State of(Path file) throws IOException {
      BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
      return new State(now.lastModifiedTime(), now.size(), now.fileKey());
    }
  }

  private final Path file;
  private final ScheduledExecutorService executor =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("geo-database").daemon().factory());

  /** Of the file as it was last read, whether it could be used or not. */
  private @Nullable State seen;

  private volatile GeoDatabase database;

  private GeoFile(Path file, State seen, GeoDatabase database) {
    this.file = file;
    this.seen = seen;
    this.database = database;
  }

  /**
   * Reads the file.
   *
   * @throws IOException when it is missing or is no such database; the message says what is wrong
   *     with it, without its name
   */
  public static GeoFile open(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new IOException("is not a file that is there");
    }
    State state = State.of(file);
    return new GeoFile(file, state, read(file, state));
  }

  private static GeoDatabase read(Path file, State state) throws IOException {
    if (state.size() > MOST_BYTES) {
      throw new IOException("is larger than " + (MOST_BYTES >> 20) + " MiB");
    }
    try (InputStream content = Files.newInputStream(file)) {
      return GeoDatabase.read(content);
    } catch (IOException e) {
      throw new IOException("is no database in MaxMind's format that can be read", e);
    }
  }

  /** Looks at the file this often from now on, until closed. */
  public void follow(Duration interval) {
    ScheduledFuture<?> unused =
        executor.scheduleWithFixedDelay(
            this::look, interval.toNanos(), interval.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** Looks at the file now. */
  synchronized void look() {
    try {
      State now = State.of(file);
      if (now.equals(seen)) {
        return;
      }
      seen = now;
      database = read(file, now);
      LOG.info("The geo database of {} is used", database.built());
    } catch (IOException | RuntimeException e) {
      LOG.warn("The geo database {} {}: the one before stays", file, e.getMessage());
    }
  }

  @Override
  public Location locate(InetAddress address) {
    return database.locate(address);
  }

  @Override
  public void close() {
    executor.shutdownNow();
  }
}
