package io.deltas3proxy.website.cache;

import io.deltas3proxy.storage.ObjectContent;
import io.deltas3proxy.storage.StoreException;
import io.deltas3proxy.website.PageBody;
import io.deltas3proxy.website.StoreStream;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps the bytes of pages, and gets them back from memory, from files or from the store. */
final class PageKeeping {

  private static final Logger LOG = LoggerFactory.getLogger(PageKeeping.class);
  private static final int MOST_COMPRESSIONS = 8;

  private final CacheSettings.Space space;
  private final Disk disk;
  private final SliceFills fills;
  private final Runnable grown;
  private final Semaphore compressing = new Semaphore(MOST_COMPRESSIONS);
  private final Room memory = new Room();

  /**
   * Makes it.
   *
   * @param grown is told when more is kept than before
   * @param background brings slices, each on a thread of its own
   */
  PageKeeping(
      CacheSettings.Space space,
      Disk disk,
      CacheCounts counts,
      Runnable grown,
      Executor background) {
    this.space = space;
    this.disk = disk;
    this.grown = grown;
    this.fills = new SliceFills(disk, counts, this, background);
  }

  int sliceBytes() {
    return space.sliceBytes();
  }

  boolean isSmall(long size) {
    return space.isSmall(size);
  }

  Room memory() {
    return memory;
  }

  Disk disk() {
    return disk;
  }

  Part part(PartName name, int length) {
    return new Part(name, length, memory);
  }

  /** All bytes of a small page. */
  byte[] small(CachedPage page) throws IOException {
    byte[] held = page.slice(0).memory();
    if (held != null) {
      return held;
    }
    ReentrantLock lock = page.loading();
    lock.lock();
    try {
      return loadSmall(page, page.slice(0));
    } finally {
      lock.unlock();
    }
  }

  private byte[] loadSmall(CachedPage page, Part part) throws IOException {
    byte[] held = part.memory();
    if (held != null) {
      return held;
    }
    Optional<byte[]> read = fromFile(part);
    if (read.isPresent()) {
      hold(page, part, read.get());
      grown.run();
      return read.get();
    }
    if (part.length() == 0) {
      return new byte[0];
    }
    try (ObjectContent content = fromStore(page, 0, part.length())) {
      byte[] fetched = keepSmall(page, content);
      grown.run();
      return fetched;
    }
  }

  /** Opens bytes of this very state of a page; that there is another one now is remembered. */
  ObjectContent fromStore(CachedPage page, long first, long length) throws StoreException {
    try {
      return StoreStream.content(page.site(), page.name(), page.info(), first, length);
    } catch (StoreException.PreconditionFailed | StoreException.NotFound e) {
      page.outdate();
      throw e;
    }
  }

  int openFiles() {
    return fills.openFiles();
  }

  /** Is told that more is kept. */
  void grown() {
    grown.run();
  }

  /** The store has said that this is the current state. */
  void confirmed(CachedPage page) {
    page.parts().stream().limit(1).flatMap(part -> part.file().stream()).forEach(disk::confirmed);
  }

  /** This is not the current state any more. */
  void forget(CachedPage page) {
    page.drop();
    for (Part part : page.parts()) {
      part.abandon();
      disk.delete(part);
    }
  }

  /** Reads the whole of a small page and keeps it. */
  byte[] keepSmall(CachedPage page, ObjectContent content) throws StoreException {
    Part part = page.slice(0);
    byte[] bytes;
    try {
      bytes = content.body().readNBytes(part.length());
    } catch (StoreException e) {
      throw e;
    } catch (IOException e) {
      throw new StoreException.Unavailable("the body broke off", e);
    }
    if (bytes.length != part.length()) {
      throw new StoreException.Unavailable("the body ended early");
    }
    hold(page, part, bytes);
    write(page, part, bytes);
    return bytes;
  }

  private void hold(CachedPage page, Part part, byte[] bytes) {
    part.hold(bytes);
    if (page.isDropped()) {
      part.abandon();
    }
  }

  private void write(CachedPage page, Part part, byte[] bytes) {
    FileHead head = new FileHead(part.name(), page.info(), sliceBytes(), part.length());
    disk.write(head, bytes).ifPresent(file -> disk.put(part, file, true));
    if (page.isDropped()) {
      disk.delete(part);
    }
  }

  /** The bytes as they were kept; a file that is damaged is deleted. */
  private Optional<byte[]> fromFile(Part part) {
    Optional<CacheFile> file = part.file();
    Optional<CacheDirectory> directory = disk.directory();
    if (file.isEmpty() || directory.isEmpty()) {
      return Optional.empty();
    }
    try {
      byte[] bytes = directory.get().read(file.get(), part.name());
      part.trust();
      return Optional.of(bytes);
    } catch (IOException e) {
      LOG.debug("A file of the cache is not used", e);
      disk.delete(part);
      return Optional.empty();
    }
  }

  /** Begins to bring a slice whose bytes are here already. */
  void bring(CachedPage page, int index, ObjectContent content) {
    fills.begin(page, index, content);
  }

  /** A slice that is kept or coming; empty when it must be read from the store. */
  Optional<SliceSource> slice(CachedPage page, int index) {
    return fills.source(page, index);
  }

  /** The page in gzip, which is made when it is asked for first. */
  Optional<PageBody> compressed(CachedPage page) {
    Part known = page.gzip();
    byte[] held = known == null ? null : known.memory();
    if (known != null && held != null) {
      known.touch(page.used());
      return Optional.of(new CompressedBody(held));
    }
    ReentrantLock lock = page.loading();
    lock.lock();
    boolean free = compressing.tryAcquire();
    try {
      // Each takes the whole of a page in memory; who comes when many do gets the plain page.
      return free ? makeCompressed(page).map(CompressedBody::new) : Optional.empty();
    } catch (IOException e) {
      LOG.debug("A page is not compressed", e);
      return Optional.empty();
    } finally {
      if (free) {
        compressing.release();
      }
      lock.unlock();
    }
  }

  private Optional<byte[]> makeCompressed(CachedPage page) throws IOException {
    Part known = page.gzip();
    if (known != null) {
      byte[] held = known.memory();
      Optional<byte[]> kept = held == null ? fromFile(known) : Optional.of(held);
      if (kept.isPresent()) {
        hold(page, known, kept.get());
        grown.run();
        return kept;
      }
    }
    Optional<byte[]> made = Compression.gzip(page);
    if (made.isEmpty()) {
      page.markIncompressible();
      return made;
    }
    Part part = part(Compression.nameOf(page), made.get().length);
    part.touch(page.used());
    page.gzip(part);
    hold(page, part, made.get());
    write(page, part, made.get());
    grown.run();
    return made;
  }
}
