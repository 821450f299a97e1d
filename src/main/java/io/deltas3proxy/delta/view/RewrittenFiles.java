package io.deltas3proxy.delta.view;

import io.deltas3proxy.delta.TableUnavailableException;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The rewritten files of all views: small ones in memory, the others on disk, the least recently
 * used leaving each. A file is made once, however many ask for it at the same time. A failure is
 * told to those who wait and is not kept.
 */
final class RewrittenFiles {

  private static final Logger LOG = LoggerFactory.getLogger(RewrittenFiles.class);

  /** Files above this size, in bytes, are never in memory. */
  static final int MOST_IN_MEMORY = 256 << 10;

  /** Makes a file. */
  @FunctionalInterface
  interface Maker {
    /**
     * @param target an empty file, or to be made
     */
    void make(Path target) throws IOException, TableUnavailableException;
  }

  /** Writes a file whose size is known before. */
  @FunctionalInterface
  interface Renderer {
    void render(OutputStream target) throws IOException, TableUnavailableException;
  }

  /** A file that somebody reads, which keeps it from being deleted. */
  private static final class Held {
    private final RewrittenFile file;
    private int readers;
    private boolean gone;

    Held(RewrittenFile file) {
      this.file = file;
    }
  }

  private final ViewSettings settings;

  /** Those who rewrite large files fill buffers of many megabytes. */
  private final Semaphore builders;

  private final ReentrantLock lock = new ReentrantLock();
  private final LinkedHashMap<String, Held> held = new LinkedHashMap<>(16, 0.75f, true);
  private final Map<String, CompletableFuture<RewrittenFile>> making = new HashMap<>();
  private long heapBytes;
  private long diskBytes;
  private long next;
  private long hits;
  private long made;
  private long failures;
  private long evictions;
  private long makingNanos;

  RewrittenFiles(ViewSettings settings) {
    this.settings = settings;
    this.builders = new Semaphore(settings.builders());
    try {
      makeDirectory();
      try (DirectoryStream<Path> left = Files.newDirectoryStream(settings.directory(), "view-*")) {
        for (Path file : left) {
          Files.delete(file);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the directory of views cannot be used", e);
    }
  }

  private void makeDirectory() throws IOException {
    Files.createDirectories(settings.directory());
    makePrivate(settings.directory());
  }

  /** What is in it is for some callers alone. */
  private static void makePrivate(Path directory) throws IOException {
    if (Files.getFileStore(directory).supportsFileAttributeView(PosixFileAttributeView.class)) {
      Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
    }
  }

  Path directory() {
    return settings.directory();
  }

  /** A file of a known size, small enough for memory or on disk. */
  Lease rendered(String key, long size, Renderer renderer)
      throws IOException, TableUnavailableException {
    if (size > MOST_IN_MEMORY && size > settings.diskBytes()) {
      throw new IOException("a file of " + size + " bytes has no room in the views");
    }
    return lease(key, () -> size <= MOST_IN_MEMORY ? inMemory(size, renderer) : streamed(renderer));
  }

  /** A file of any size, on disk. */
  Lease made(String key, Maker maker) throws IOException, TableUnavailableException {
    return lease(key, () -> onDisk(maker));
  }

  /** Lets a file be made anew when it is asked for next. */
  void forget(String key) {
    lock.lock();
    try {
      Held entry = held.get(key);
      if (entry != null) {
        drop(key, entry);
      }
    } finally {
      lock.unlock();
    }
  }

  private void drop(String key, Held entry) {
    held.remove(key);
    count(entry.file, -1);
    discard(entry);
  }

  private static void discard(Held entry) {
    entry.gone = true;
    if (entry.readers == 0) {
      delete(entry.file.path());
    }
  }

  /** A file while it is read. Closed once. */
  final class Lease implements AutoCloseable {
    private final Held entry;

    private Lease(Held entry) {
      this.entry = entry;
    }

    RewrittenFile file() {
      return entry.file;
    }

    @Override
    public void close() {
      lock.lock();
      try {
        entry.readers--;
        if (entry.readers == 0 && entry.gone) {
          delete(entry.file.path());
        }
      } finally {
        lock.unlock();
      }
    }
  }

  private interface Making {
    RewrittenFile make() throws IOException, TableUnavailableException;
  }

  private Lease lease(String key, Making work) throws IOException, TableUnavailableException {
    // What another request made may have left again before this one got to it.
    for (int attempt = 0; attempt < 3; attempt++) {
      CompletableFuture<RewrittenFile> future;
      boolean mine = false;
      lock.lock();
      try {
        Held known = held.get(key);
        if (known != null && !known.file.isWhole()) {
          // Somebody else's hand was in the directory: a reader would be cut off for ever.
          drop(key, known);
          known = null;
        }
        if (known != null) {
          known.readers++;
          hits++;
          return new Lease(known);
        }
        CompletableFuture<RewrittenFile> running = making.get(key);
        mine = running == null;
        future = running == null ? new CompletableFuture<>() : running;
        if (mine) {
          making.put(key, future);
        }
      } finally {
        lock.unlock();
      }
      if (mine) {
        return make(key, work, future);
      }
      await(future);
    }
    throw new IOException("views have too little room: a file leaves before it is read");
  }

  private Lease make(String key, Making work, CompletableFuture<RewrittenFile> future)
      throws IOException, TableUnavailableException {
    long begin = System.nanoTime();
    @Nullable RewrittenFile file = null;
    try {
      file = work.make();
      return keep(key, file);
    } catch (Throwable e) { // Also an error: those who wait must be told.
      future.completeExceptionally(e);
      throw e;
    } finally {
      ended(key, file != null, System.nanoTime() - begin);
      if (file != null) {
        future.complete(file);
      }
    }
  }

  private void ended(String key, boolean wasMade, long nanos) {
    lock.lock();
    try {
      making.remove(key);
      made += wasMade ? 1 : 0;
      failures += wasMade ? 0 : 1;
      makingNanos += nanos;
    } finally {
      lock.unlock();
    }
  }

  ViewStatistics statistics() {
    lock.lock();
    try {
      return new ViewStatistics(
          heapBytes, diskBytes, held.size(), hits, made, failures, evictions, makingNanos);
    } finally {
      lock.unlock();
    }
  }

  /** Whether a file is kept, so that opening it needs nothing of upstream. */
  boolean holds(String key) {
    lock.lock();
    try {
      return held.containsKey(key);
    } finally {
      lock.unlock();
    }
  }

  private Lease keep(String key, RewrittenFile file) {
    lock.lock();
    try {
      Held entry = new Held(file);
      entry.readers = 1;
      held.put(key, entry);
      count(file, 1);
      evict();
      return new Lease(entry);
    } finally {
      lock.unlock();
    }
  }

  private void await(CompletableFuture<RewrittenFile> future)
      throws IOException, TableUnavailableException {
    try {
      future.get(settings.buildTimeout().toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new IOException("a file of the view is still being written", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof TableUnavailableException unavailable) {
        throw new TableUnavailableException(String.valueOf(unavailable.getMessage()), unavailable);
      }
      throw new IOException("a file of the view could not be written", e.getCause());
    }
  }

  private void count(RewrittenFile file, int sign) {
    if (file.path() == null) {
      heapBytes += sign * file.size();
    } else {
      diskBytes += sign * file.size();
    }
  }

  private void evict() {
    Iterator<Held> oldest = held.values().iterator();
    while (oldest.hasNext() && !fits()) {
      Held entry = oldest.next();
      boolean onDisk = entry.file.path() != null;
      if (onDisk ? diskBytes > settings.diskBytes() : heapBytes > settings.heapBytes()) {
        oldest.remove();
        evictions++;
        count(entry.file, -1);
        discard(entry);
      }
    }
  }

  private boolean fits() {
    return heapBytes <= settings.heapBytes() && diskBytes <= settings.diskBytes();
  }

  private static RewrittenFile inMemory(long size, Renderer renderer)
      throws IOException, TableUnavailableException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream((int) size);
    renderer.render(bytes);
    return RewrittenFile.inMemory(bytes.toByteArray());
  }

  private RewrittenFile streamed(Renderer renderer) throws IOException, TableUnavailableException {
    return onDisk(target -> {
      try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(target))) {
        renderer.render(out);
      }
    });
  }

  private RewrittenFile onDisk(Maker maker) throws IOException, TableUnavailableException {
    acquireBuilder();
    Path target = nextPath();
    boolean made = false;
    try {
      if (!Files.isDirectory(settings.directory())) {
        makeDirectory();
      }
      maker.make(target);
      RewrittenFile file = RewrittenFile.onDisk(target, Files.size(target));
      made = true;
      return file;
    } finally {
      builders.release();
      if (!made) {
        delete(target);
      }
    }
  }

  private void acquireBuilder() throws IOException {
    try {
      if (!builders.tryAcquire(settings.buildTimeout().toMillis(), TimeUnit.MILLISECONDS)) {
        throw new IOException("too many large files are being rewritten");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private Path nextPath() {
    lock.lock();
    try {
      return settings.directory().resolve("view-" + next++);
    } finally {
      lock.unlock();
    }
  }

  /** What cannot be deleted stays until the next start; no reader's answer depends on it. */
  private static void delete(@Nullable Path path) {
    if (path != null) {
      try {
        Files.deleteIfExists(path);
      } catch (IOException e) {
        LOG.warn("A file of the views was not deleted: {}", e.toString());
      }
    }
  }
}
