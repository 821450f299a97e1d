package io.deltas3proxy.website.cache;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.ToLongFunction;

/**
 * Makes room when there is none: what was used longest ago leaves, a tenth of all at a time, so
 * that looking for it is rare.
 */
final class Eviction {

  private final CacheSettings.Space space;
  private final CacheCounts counts;
  private final ReentrantLock lock = new ReentrantLock();

  Eviction(CacheSettings.Space space, CacheCounts counts) {
    this.space = space;
    this.counts = counts;
  }

  /** Part of a page, and when the page or the part was used last. */
  private record Candidate(CachedPage page, Part part, long used) {}

  void makeRoom(Map<EntryKey, CachedPage> pages, PageKeeping keeping) {
    boolean full =
        keeping.memory().taken() > space.memoryBytes()
            || keeping.disk().bytes() > space.diskBytes()
            || pages.size() > space.mostPages();
    if (full && lock.tryLock()) {
      try {
        List<Candidate> all = candidates(pages);
        leave(all, keeping.memory().taken(), space.memoryBytes(), Eviction::fromMemory);
        leave(
            all, keeping.disk().bytes(), space.diskBytes(), part -> fromDisk(part, keeping.disk()));
        forgetPages(pages, keeping);
      } finally {
        lock.unlock();
      }
    }
  }

  private static List<Candidate> candidates(Map<EntryKey, CachedPage> pages) {
    List<Candidate> all = new ArrayList<>();
    for (CachedPage page : pages.values()) {
      boolean whole = page.isWhole();
      for (Part part : page.parts()) {
        all.add(new Candidate(page, part, whole ? page.used() : part.used()));
      }
    }
    all.sort(Comparator.comparingLong(Candidate::used));
    return all;
  }

  private void leave(List<Candidate> all, long taken, long most, ToLongFunction<Candidate> remove) {
    long left = taken;
    if (left <= most) {
      return;
    }
    for (Candidate candidate : all) {
      if (left <= most - most / 10) {
        return;
      }
      long freed = remove.applyAsLong(candidate);
      left -= freed;
      if (freed > 0) {
        counts.evicted.increment();
      }
    }
  }

  private static long fromMemory(Candidate candidate) {
    return candidate.part().release() ? candidate.part().length() : 0;
  }

  private static long fromDisk(Candidate candidate, Disk disk) {
    long bytes = candidate.part().file().map(CacheFile::bytes).orElse(0L);
    disk.delete(candidate.part());
    return bytes;
  }

  /** Pages of which nothing is kept leave first of those that were used as long ago. */
  private void forgetPages(Map<EntryKey, CachedPage> pages, PageKeeping keeping) {
    int surplus = pages.size() - space.mostPages();
    if (surplus <= 0) {
      return;
    }
    pages.values().stream()
        .sorted(Comparator.comparingLong(CachedPage::used))
        .limit(surplus + space.mostPages() / 10)
        .forEach(page -> {
          if (pages.remove(page.key(), page)) {
            keeping.forget(page);
            counts.evicted.increment();
          }
        });
  }
}
