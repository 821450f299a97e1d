package io.deltas3proxy.website.cache;

import io.deltas3proxy.storage.ObjectStore;
import io.deltas3proxy.storage.StorePlace;
import io.deltas3proxy.testing.SettableClock;
import io.deltas3proxy.website.Delivery;
import io.deltas3proxy.website.Documents;
import io.deltas3proxy.website.Page;
import io.deltas3proxy.website.PageBody;
import io.deltas3proxy.website.Routing;
import io.deltas3proxy.website.Site;
import io.deltas3proxy.website.SiteAddress;
import io.deltas3proxy.website.SiteHeaders;
import io.deltas3proxy.website.SiteSettings;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** A cache over a store, which can be stopped and started again over the same directory. */
final class CacheStand implements AutoCloseable {

  static final Duration TTL = Duration.ofMinutes(5);
  static final int SLICE = 1000;

  final SettableClock clock = new SettableClock(Instant.parse("2026-03-01T12:00:00Z"));
  final Site site;
  final Site other;
  private final @Nullable Path directory;
  private final CacheSettings settings;
  private ExecutorService background = Executors.newVirtualThreadPerTaskExecutor();
  private CachedPages pages;

  CacheStand(ObjectStore store, @Nullable Path directory) {
    this(store, directory, FileCreation.ON_DISK, 1 << 20, 1 << 20);
  }

  CacheStand(
      ObjectStore store,
      @Nullable Path directory,
      FileCreation creation,
      long memoryBytes,
      long diskBytes) {
    this.directory = directory;
    this.settings =
        new CacheSettings(
            directory,
            new CacheSettings.Space(diskBytes, memoryBytes, SLICE, 50),
            Duration.ofSeconds(30),
            Duration.ofMinutes(1),
            Duration.ofHours(1));
    site = site("www", store, "site/");
    other = site("other", store, "other/");
    pages = open(creation);
  }

  private static Site site(String name, ObjectStore store, String prefix) {
    SiteSettings settings =
        new SiteSettings(
            name,
            new SiteAddress(List.of(), "/" + name),
            Documents.DEFAULTS,
            Routing.NONE,
            new Delivery(TTL, null, true, List.of()),
            SiteHeaders.NONE_MORE);
    return new Site(settings, new StorePlace(store, "", prefix), name + "@1");
  }

  private CachedPages open(FileCreation creation) {
    try {
      return new CachedPages(
          settings,
          directory == null ? null : CacheFiles.open(directory, creation),
          clock,
          task -> background.execute(task));
    } catch (IOException e) {
      throw new IllegalStateException("no cache", e);
    }
  }

  CachedPages pages() {
    return pages;
  }

  CacheStatistics statistics() {
    return pages.statistics();
  }

  Page page(String name) throws IOException {
    return pages.find(site, name).orElseThrow();
  }

  String text(String name) throws IOException {
    return text(page(name).body());
  }

  static String text(PageBody body) throws IOException {
    return text(body, 0, body.length());
  }

  static String text(PageBody body, long first, long length) throws IOException {
    byte[] whole = body.bytes();
    if (whole != null) {
      return new String(whole, StandardCharsets.US_ASCII)
          .substring((int) first, (int) (first + length));
    }
    try (InputStream stream = body.open(first, length)) {
      return new String(stream.readNBytes((int) length), StandardCharsets.US_ASCII);
    }
  }

  void pass(Duration time) {
    clock.advance(time);
  }

  /** Waits until nothing is done beside requests. */
  void settle() {
    background.close();
    background = Executors.newVirtualThreadPerTaskExecutor();
  }

  /** Ends the process, as far as the cache can see, and starts another. */
  void restart() {
    background.close();
    pages.close();
    background = Executors.newVirtualThreadPerTaskExecutor();
    pages = open(FileCreation.ON_DISK);
    pages.restore(List.of(site, other));
    background.close();
    background = Executors.newVirtualThreadPerTaskExecutor();
  }

  @Override
  public void close() {
    background.close();
    pages.close();
  }
}
