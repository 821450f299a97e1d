package io.deltas3proxy.gateway.replication;

import io.deltas3proxy.gateway.Backend;
import io.deltas3proxy.gateway.GatewayBackend;
import io.deltas3proxy.gateway.GatewayBucket;
import io.deltas3proxy.gateway.MetadataUnavailableException;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks, slowly, whether backends hold objects that no row names: there should be none. One scan
 * for each backend, and in it bucket after bucket.
 */
final class OrphanScan implements Repeated.Step {

  private static final Logger LOG = LoggerFactory.getLogger(OrphanScan.class);

  /** Longest time of one step. */
  private static final Duration AT_ONCE = Duration.ofSeconds(10);

  /** Between the bucket and the last key of a position. */
  private static final char SEPARATOR = '/';

  private final Catalog catalog;
  private final BucketSweep sweep;
  private final JdbcKnownPlaces known;
  private final JdbcScans scans;
  private final ScanSettings.Orphans settings;
  private final Clock clock;

  OrphanScan(
      Catalog catalog,
      JdbcKnownPlaces known,
      JdbcScans scans,
      ScanSettings.Orphans settings,
      Clock clock) {
    this.catalog = catalog;
    this.sweep = new BucketSweep(known);
    this.known = known;
    this.scans = scans;
    this.settings = settings;
    this.clock = clock;
  }

  static String name(String backend) {
    return "orphans/" + backend;
  }

  @Override
  public void run() throws MetadataUnavailableException {
    Instant end = clock.instant().plus(AT_ONCE);
    for (GatewayBackend backend : catalog.backends().all()) {
      if (backend.description().enabled() && backend.isUsable()) {
        step(backend, end);
      }
    }
  }

  private void step(GatewayBackend backend, Instant end) throws MetadataUnavailableException {
    String name = backend.description().name();
    Optional<Scan> running = scans.running(name(name), false, settings.pause(), () -> 0);
    while (running.isPresent() && clock.instant().isBefore(end)) {
      try {
        running = page(backend, running.get());
      } catch (IOException e) {
        // Its stack says nothing more: a bucket that is not made yet, or a backend that is down.
        LOG.info("Backend {} cannot be looked through now: {}", name, e.getMessage());
        return;
      }
    }
  }

  /** Physical buckets of a backend, in their order. */
  static List<String> buckets(Catalog catalog, Backend backend)
      throws MetadataUnavailableException {
    TreeSet<String> names = new TreeSet<>();
    names.add(backend.bucket());
    for (GatewayBucket bucket : catalog.buckets().all()) {
      names.add(bucket.on(backend));
    }
    return List.copyOf(names);
  }

  private Optional<Scan> page(GatewayBackend backend, Scan scan)
      throws IOException, MetadataUnavailableException {
    List<String> buckets = buckets(catalog, backend.description());
    int slash = scan.position().indexOf(SEPARATOR);
    String bucket = slash < 0 ? buckets.getFirst() : scan.position().substring(0, slash);
    String after = slash < 0 ? "" : scan.position().substring(slash + 1);
    BucketSweep.Page page =
        sweep.page(
            backend,
            bucket,
            after,
            new BucketSweep.Rule(clock.instant().minus(settings.olderThan()), settings.delete()));
    if (page.found() > 0) {
      LOG.warn(
          "Backend {}: {} objects that no row names, {} deleted",
          backend.description().name(),
          page.found(),
          page.deleted());
    }
    Optional<String> next = next(buckets, bucket, page);
    Scan further =
        scan.after(next.orElse(scan.position()), page.examined(), page.found(), page.deleted());
    scans.note(further);
    if (next.isEmpty()) {
      Instant begin = scan.startedAt();
      if (begin != null) {
        known.forgetBefore(backend.description().name(), begin);
      }
      scans.finish(scan.name());
      return Optional.empty();
    }
    return Optional.of(further);
  }

  private static Optional<String> next(List<String> buckets, String bucket, BucketSweep.Page page) {
    if (page.next() != null) {
      return Optional.of(bucket + SEPARATOR + page.next());
    }
    return buckets.stream()
        .filter(other -> other.compareTo(bucket) > 0)
        .findFirst()
        .map(other -> other + SEPARATOR);
  }
}
