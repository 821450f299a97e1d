package io.deltas3proxy.gateway.placement;

import io.deltas3proxy.gateway.Backend;
import io.deltas3proxy.gateway.GatewayBucket;
import io.deltas3proxy.gateway.Location;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * A rule that the bucket, or what is written, brings with it.
 *
 * @param rule its name
 * @param lacking what no backend has, said to whom it refuses
 */
record Restriction(String rule, String lacking, Predicate<Backend> permits) {

  static final String LOCATIONS = "location-constraint";
  static final String COUNTRIES = "bucket-countries";
  static final String OBJECT_LOCK = "object-lock";

  /** Those of a bucket. */
  static List<Restriction> of(GatewayBucket bucket) {
    List<Restriction> restrictions = new ArrayList<>();
    if (!bucket.locations().isEmpty()) {
      restrictions.add(
          new Restriction(
              LOCATIONS,
              "no backend is in a listed location",
              backend -> covers(bucket.locations(), backend.zone())));
    }
    if (!bucket.countries().isEmpty()) {
      restrictions.add(
          new Restriction(
              COUNTRIES,
              "no backend is in a permitted country",
              backend -> bucket.countries().contains(backend.zone().country())));
    }
    return restrictions;
  }

  /** That of something that only a provider with Object Lock may keep. */
  static Restriction objectLock() {
    return new Restriction(
        OBJECT_LOCK,
        "no provider has Object Lock",
        backend -> Demand.OBJECT_LOCK.isMetBy(backend.capabilities()));
  }

  private static boolean covers(List<Location> locations, Location zone) {
    return locations.stream().anyMatch(location -> location.covers(zone));
  }
}
