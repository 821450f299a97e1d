package io.deltas3proxy.gateway.replication;

import io.deltas3proxy.gateway.GatewayBackend;
import io.deltas3proxy.gateway.MetadataUnavailableException;
import io.deltas3proxy.storage.ListedObject;
import io.deltas3proxy.storage.ListingPage;
import io.deltas3proxy.storage.ListingRequest;
import io.deltas3proxy.storage.ObjectAddress;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Looks through a bucket of a backend for objects that this gateway has made and no row names any
 * more. What others keep in the same bucket is never touched: their keys have another form.
 */
final class BucketSweep {

  private final JdbcKnownPlaces known;

  BucketSweep(JdbcKnownPlaces known) {
    this.known = known;
  }

  /**
   * What is done with what nobody names.
   *
   * @param olderThan only what was made before
   */
  record Rule(Instant olderThan, boolean delete) {}

  /**
   * One page.
   *
   * @param next where the next page begins; {@code null} for the last one
   */
  record Page(long examined, long found, long deleted, @Nullable String next) {}

  Page page(GatewayBackend backend, String bucket, String after, Rule rule)
      throws IOException, MetadataUnavailableException {
    ListingPage listed =
        backend
            .store()
            .list(
                new ListingRequest(
                    bucket, "", null, after.isEmpty() ? null : after, JdbcKnownPlaces.AT_ONCE));
    List<ListedObject> suspects = new ArrayList<>();
    for (ListedObject object : listed.objects()) {
      if (PhysicalKeys.isOurs(object.key()) && object.lastModified().isBefore(rule.olderThan())) {
        suspects.add(object);
      }
    }
    JdbcKnownPlaces.PhysicalBucket place =
        new JdbcKnownPlaces.PhysicalBucket(backend.description().name(), bucket);
    long found = 0;
    long deleted = 0;
    if (!suspects.isEmpty()) {
      // The rows are read after the listing: what was named in between is known.
      Set<String> names = known.known(place, suspects.stream().map(ListedObject::key).toList());
      for (ListedObject object : suspects) {
        if (!names.contains(object.key())) {
          found++;
          if (rule.delete()) {
            backend.store().writer().delete(new ObjectAddress(bucket, object.key()));
            deleted++;
          }
          known.report(place, object, rule.delete());
        }
      }
    }
    return new Page(
        listed.objects().size(),
        found,
        deleted,
        listed.truncated() ? listed.nextStartAfter() : null);
  }
}
