package io.deltas3proxy.website.cache;

import io.deltas3proxy.storage.ObjectContent;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gives out slices of large pages: from their files, or while they come, each of them once. */
final class SliceFills {

  private static final Logger LOG = LoggerFactory.getLogger(SliceFills.class);
  private static final int MOST_FILLS = 64;
  private static final int MOST_FILES = 512;

  private final Disk disk;
  private final CacheCounts counts;
  private final PageKeeping keeping;
  private final Executor background;
  private final OpenFiles files = new OpenFiles(MOST_FILES);
  private final Semaphore free = new Semaphore(MOST_FILLS);
  private final ConcurrentMap<PartName, SliceFill> coming = new ConcurrentHashMap<>();

  SliceFills(Disk disk, CacheCounts counts, PageKeeping keeping, Executor background) {
    this.background = background;
    this.disk = disk;
    this.counts = counts;
    this.keeping = keeping;
  }

  Optional<SliceSource> source(CachedPage page, int index) {
    Part part = page.slice(index);
    part.touch(page.used());
    Optional<SliceSource> kept = fromFile(part);
    if (kept.isPresent()) {
      return kept;
    }
    SliceFill fill = coming.get(part.name());
    if (fill == null) {
      fill = begin(page, index, null);
    }
    if (fill == null) {
      return Optional.empty();
    }
    // It may have ended meanwhile: then there is a file, or there is none.
    return fill.join() ? Optional.of(new SliceSource.Coming(fill)) : fromFile(part);
  }

  private Optional<SliceSource> fromFile(Part part) {
    Optional<CacheFile> file = part.file();
    Optional<CacheDirectory> directory = disk.directory();
    if (file.isEmpty() || directory.isEmpty()) {
      return Optional.empty();
    }
    try {
      if (!part.isTrusted()) {
        directory.get().verify(file.get(), part.name());
        part.trust();
      }
      return Optional.of(new SliceSource.InFile(files.open(file.get().path()), file.get().start()));
    } catch (IOException e) {
      LOG.debug("A file of the cache is not used", e);
      if (!part.isTrusted() || e instanceof NoSuchFileException) {
        disk.delete(part);
      }
      return Optional.empty();
    }
  }

  /**
   * Begins to bring a slice.
   *
   * @param content its bytes, if somebody has opened them; closed in any case
   * @return what can be followed; {@code null} when it cannot be kept now
   */
  @Nullable SliceFill begin(CachedPage page, int index, @Nullable ObjectContent content) {
    Part part = page.slice(index);
    SliceFill fill = page.isDropped() || !free.tryAcquire() ? null : open(page, part);
    if (fill == null) {
      close(content);
      return null;
    }
    SliceFill other = coming.putIfAbsent(part.name(), fill);
    if (other != null) {
      fill.end(new IOException("another brings it"));
      free.release();
      close(content);
      return other;
    }
    keeping.grown();
    try {
      background.execute(() -> run(fill, page, index, content));
      return fill;
    } catch (RejectedExecutionException e) {
      coming.remove(part.name(), fill);
      fill.end(new IOException("it is being stopped", e));
      free.release();
      close(content);
      return null;
    }
  }

  private @Nullable SliceFill open(CachedPage page, Part part) {
    FileHead head = new FileHead(part.name(), page.info(), keeping.sliceBytes(), part.length());
    Optional<CacheDirectory.Unfinished> file = disk.begin(head);
    if (file.isPresent()) {
      try {
        return new SliceFill(file.get(), files);
      } catch (IOException e) {
        LOG.debug("A slice cannot be kept", e);
        file.get().close();
      }
    }
    free.release();
    return null;
  }

  private void run(SliceFill fill, CachedPage page, int index, @Nullable ObjectContent opened) {
    Part part = page.slice(index);
    IOException failure = null;
    try (ObjectContent content = opened == null ? fromStore(page, index) : opened) {
      CacheFile file = fill.bring(content.body(), part.length());
      disk.confirmed(file);
      disk.put(part, file, true);
      if (page.isDropped()) {
        disk.delete(part);
      }
      keeping.grown();
    } catch (SliceFill.DiskException e) {
      disk.failed(e);
      failure = e;
    } catch (IOException e) {
      counts.failures.increment();
      LOG.debug("A slice does not come", e);
      failure = e;
    } catch (RuntimeException e) {
      LOG.warn("A slice does not come", e);
      failure = new IOException(e);
    } finally {
      coming.remove(part.name(), fill);
      fill.end(failure);
      free.release();
    }
  }

  private ObjectContent fromStore(CachedPage page, int index) throws IOException {
    counts.misses.increment();
    return keeping.fromStore(page, (long) index * keeping.sliceBytes(), page.sliceLength(index));
  }

  private static void close(@Nullable ObjectContent content) {
    if (content != null) {
      try {
        content.close();
      } catch (IOException e) {
        LOG.debug("closing a read failed", e);
      }
    }
  }

  /** Descriptors of files that are read. */
  int openFiles() {
    return files.count();
  }
}
