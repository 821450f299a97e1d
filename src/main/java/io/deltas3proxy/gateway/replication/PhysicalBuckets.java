package io.deltas3proxy.gateway.replication;

import io.deltas3proxy.gateway.GatewayBackend;
import io.deltas3proxy.gateway.MetadataUnavailableException;
import io.deltas3proxy.storage.StoreException;
import java.io.IOException;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of the buckets of a backend that was emptied: objects that this gateway has left in
 * them are deleted, and then the buckets themselves, unless others keep something there.
 */
final class PhysicalBuckets {

  private final Catalog catalog;
  private final JdbcVersionPages pages;
  private final BucketSweep sweep;
  private final Clock clock;

  PhysicalBuckets(Catalog catalog, JdbcVersionPages pages, JdbcKnownPlaces known, Clock clock) {
    this.catalog = catalog;
    this.pages = pages;
    this.sweep = new BucketSweep(known);
    this.clock = clock;
  }

  /** Deletes what this gateway has made there and no row names. */
  void empty(String name, JobRun run) throws IOException, MetadataUnavailableException {
    GatewayBackend backend = emptied(name);
    for (String bucket : OrphanScan.buckets(catalog, backend.description())) {
      @Nullable String after = "";
      while (after != null) {
        run.insist();
        try {
          // It takes nothing new, so nothing is about to be named.
          after =
              sweep
                  .page(backend, bucket, after, new BucketSweep.Rule(clock.instant(), true))
                  .next();
        } catch (StoreException.NotFound e) {
          after = null;
        }
      }
    }
  }

  /** Ends the buckets; those that hold something stay. */
  void end(String name, JobRun run) throws IOException, MetadataUnavailableException {
    GatewayBackend backend = emptied(name);
    for (String bucket : OrphanScan.buckets(catalog, backend.description())) {
      run.insist();
      try {
        boolean unused = backend.store().writer().deleteBucket(bucket);
      } catch (StoreException.Conflict e) {
        throw JobFailedException.forNow("backend " + name + ": a bucket still holds objects");
      } catch (StoreException e) {
        throw JobFailedException.of(name, e);
      }
    }
  }

  /** Only one that takes nothing new, and has nothing. */
  private GatewayBackend emptied(String name) throws IOException, MetadataUnavailableException {
    GatewayBackend backend =
        catalog
            .backends()
            .find(name)
            .orElseThrow(() -> JobFailedException.forGood("there is no backend " + name));
    if (backend.description().takesNew()) {
      throw JobFailedException.forGood("backend " + name + " is in use: it is not being emptied");
    }
    long left = pages.countOn(name);
    if (left > 0) {
      throw JobFailedException.forGood("backend " + name + " still has " + left + " replicas");
    }
    return backend;
  }
}
