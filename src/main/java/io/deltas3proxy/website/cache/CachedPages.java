package io.deltas3proxy.website.cache;

import io.deltas3proxy.storage.StoreException;
import io.deltas3proxy.website.Page;
import io.deltas3proxy.website.Pages;
import io.deltas3proxy.website.Site;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Pages as they were some time ago, at most as long as the settings say. To give one that is known
 * asks no store and no disk.
 */
public final class CachedPages implements Pages, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(CachedPages.class);

  /** After a failure the store is left alone for so long. */
  private static final Duration PAUSE = Duration.ofSeconds(5);

  private final CacheSettings settings;
  private final Clock clock;
  private final Executor background;
  private final CacheCounts counts = new CacheCounts();
  private final Disk disk;
  private final Eviction eviction;
  private final PageKeeping keeping;
  private final PageLook look;
  private final Absences absences;
  private final Absences unknownTwins;
  private final Flights flights = new Flights();
  private final ConcurrentMap<EntryKey, CachedPage> pages = new ConcurrentHashMap<>();
  private final AtomicLong clearings = new AtomicLong();

  /**
   * Makes a cache.
   *
   * @param files {@code null} to keep nothing in files
   * @param background runs what is done beside requests, each on a thread of its own
   */
  public CachedPages(
      CacheSettings settings, @Nullable CacheFiles files, Clock clock, Executor background) {
    this.settings = settings;
    this.clock = clock;
    this.background = background;
    this.disk = new Disk(files == null ? null : files.directory(), clock, counts);
    this.eviction = new Eviction(settings.space(), counts);
    this.keeping = new PageKeeping(settings.space(), disk, counts, this::makeRoom, background);
    this.look = new PageLook(keeping, settings.space());
    this.absences = new Absences(settings.space().mostPages());
    this.unknownTwins = new Absences(settings.space().mostPages());
  }

  /** Takes up what a process before has kept; what is not yet known is fetched meanwhile. */
  public void restore(Collection<Site> sites) {
    background.execute(() -> new Restoring(this, keeping, sites).run());
  }

  @Override
  public Optional<Page> find(Site site, String name) throws StoreException {
    EntryKey key = new EntryKey(site.space(), name);
    long now = clock.millis();
    CachedPage page = pages.get(key);
    if (page != null) {
      if (now < page.askAt()) {
        counts.hits.increment();
        page.touch(now);
        return Optional.of(page);
      }
      if (now < page.freshUntil() + settings.staleWhileRevalidate().toMillis()) {
        counts.stale.increment();
        page.touch(now);
        refresh(site, key);
        return Optional.of(page);
      }
    } else if (absences.contain(key, now)) {
      counts.hits.increment();
      return Optional.empty();
    }
    return flights.once(key, () -> ask(site, key)).map(found -> found);
  }

  /**
   * As {@link #find}, where the page is given without its twin as well: once the store was asked,
   * nobody waits until it says the same again, or fails again.
   */
  @Override
  public Optional<Page> twin(Site site, String name) {
    EntryKey key = new EntryKey(site.space(), name);
    long now = clock.millis();
    if (!pages.containsKey(key)) {
      if (absences.contain(key, now) || unknownTwins.contain(key, now)) {
        return Optional.empty();
      }
      if (absences.remember(key) || unknownTwins.remember(key)) {
        unknownTwins.add(key, now, now + PAUSE.toMillis());
        refresh(site, key);
        return Optional.empty();
      }
    }
    try {
      return find(site, name);
    } catch (StoreException e) {
      LOG.debug("No twin of a page of the site {}", site.name(), e);
      unknownTwins.add(key, now, clock.millis() + PAUSE.toMillis());
      return Optional.empty();
    }
  }

  private void refresh(Site site, EntryKey key) {
    if (!flights.contains(key)) {
      background.execute(() -> {
        try {
          var unused = flights.once(key, () -> ask(site, key));
        } catch (StoreException | RuntimeException e) {
          LOG.debug("A page of the site {} is not refreshed", site.name(), e);
        }
      });
    }
  }

  private Optional<CachedPage> ask(Site site, EntryKey key) throws StoreException {
    long now = clock.millis();
    CachedPage known = pages.get(key);
    if (known != null && now < known.askAt()) {
      return Optional.of(known);
    }
    long before = clearings.get();
    counts.misses.increment();
    try {
      CachedPage found = look.look(site, key, known);
      boolean cleared = clearings.get() != before;
      long timeToLive = millis(site.settings().delivery().timeToLive());
      found.confirm(cleared ? 0 : clock.millis() + timeToLive);
      put(key, known, found);
      return Optional.of(found);
    } catch (StoreException.NotFound e) {
      remove(key);
      if (clearings.get() == before) {
        absences.add(key, now, clock.millis() + millis(settings.absence()));
      }
      return Optional.empty();
    } catch (StoreException.Denied e) {
      // A refusal is an answer: stores that may not be listed say so of pages that are gone.
      counts.failures.increment();
      throw e;
    } catch (StoreException e) {
      counts.failures.increment();
      if (known == null || now >= known.freshUntil() + millis(settings.staleIfError())) {
        throw e;
      }
      LOG.warn("The site {} shows a page that is not up to date: {}", site.name(), oneLine(e));
      counts.stale.increment();
      // Only its next question is put off; for how long it may be shown is not changed.
      known.askAgain(clock.millis() + PAUSE.toMillis());
      return Optional.of(known);
    }
  }

  private static String oneLine(StoreException e) {
    return e.toString().replaceAll("\\p{Cntrl}", "?");
  }

  private static long millis(Duration duration) {
    return duration.toMillis();
  }

  private void put(EntryKey key, @Nullable CachedPage known, CachedPage found) {
    long now = clock.millis();
    found.touch(now);
    if (found.equals(known)) {
      counts.confirmed.increment();
      keeping.confirmed(found);
      return;
    }
    absences.remove(key);
    unknownTwins.remove(key);
    CachedPage before = pages.put(key, found);
    if (before != null) {
      keeping.forget(before);
    }
    makeRoom();
  }

  private void makeRoom() {
    eviction.makeRoom(pages, keeping);
  }

  /** Puts a page that a process before has kept; not in place of one that was asked for since. */
  boolean adopt(CachedPage page) {
    return pages.putIfAbsent(page.key(), page) == null;
  }

  @Nullable CachedPage get(EntryKey key) {
    return pages.get(key);
  }

  long now() {
    return clock.millis();
  }

  private void remove(EntryKey key) {
    CachedPage before = pages.remove(key);
    if (before != null) {
      keeping.forget(before);
    }
  }

  /**
   * Forgets pages, so that the store is asked for them again.
   *
   * @param site of which; {@code null} for all
   * @param prefix of their names; empty for all
   * @return how many pages there were
   */
  public int clear(@Nullable Site site, String prefix) {
    Predicate<EntryKey> cleared =
        key -> (site == null || key.space().equals(site.space())) && key.name().startsWith(prefix);
    clearings.incrementAndGet();
    absences.removeIf(cleared);
    unknownTwins.removeIf(cleared);
    int count = 0;
    for (EntryKey key : pages.keySet()) {
      if (cleared.test(key)) {
        remove(key);
        count++;
      }
    }
    return count;
  }

  /** How it does. */
  public CacheStatistics statistics() {
    return new CacheStatistics(
        pages.size(),
        keeping.memory().taken(),
        disk.bytes(),
        counts.hits.sum(),
        counts.stale.sum(),
        counts.misses.sum(),
        counts.confirmed.sum(),
        counts.failures.sum(),
        counts.evicted.sum(),
        counts.diskFailures.sum());
  }

  /** Descriptors of files that are read now. */
  int openFiles() {
    return keeping.openFiles();
  }

  @Override
  public void close() {
    disk.close();
  }
}
