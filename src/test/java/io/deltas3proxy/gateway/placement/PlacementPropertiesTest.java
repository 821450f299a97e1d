package io.deltas3proxy.gateway.placement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.deltas3proxy.gateway.Backend;
import io.deltas3proxy.gateway.GatewayBackend;
import io.deltas3proxy.gateway.GatewayBucket;
import io.deltas3proxy.gateway.Location;
import io.deltas3proxy.gateway.PlacementDecision;
import io.deltas3proxy.gateway.PlacementDecision.Allowed;
import io.deltas3proxy.gateway.PlacementDecision.Refused;
import io.deltas3proxy.gateway.PlacementRequest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What holds for any rules, backends and requests: 20,000 random ones, always the same. */
class PlacementPropertiesTest {

  private static final int ROUNDS = 20_000;
  private static final List<String> COUNTRIES = List.of("FI", "DE", "SE", "US");
  private static final List<String> CITIES = List.of("A", "B");

  private final Random random = new Random(6);

  @Test
  void noAllowedBackendLiesOutsideOfAnyRestriction() {
    int allowed = 0;
    int refused = 0;
    for (int round = 0; round < ROUNDS; round++) {
      List<GatewayBackend> backends = backends();
      List<ReplicationRule> rules = rules();
      PlacementRequest request = request();
      String what = backends + " " + rules + " " + request;
      PlacementDecision decision = new PlacementPolicy(backends, rules).decide(request);
      switch (decision) {
        case Allowed taken -> {
          allowed++;
          check(taken, backends, rules, request, what);
        }
        case Refused no -> {
          refused++;
          checkRefusal(no, backends, rules, request, what);
        }
      }
    }
    assertTrue(allowed > 1000 && refused > 1000, allowed + " allowed, " + refused + " refused");
  }

  private static void check(
      Allowed taken,
      List<GatewayBackend> backends,
      List<ReplicationRule> rules,
      PlacementRequest request,
      String what) {
    Location primary = taken.backends().getFirst().description().zone();
    Set<Location> chosen = new HashSet<>();
    for (GatewayBackend backend : taken.backends()) {
      assertTrue(backend.description().takesNew(), what);
      assertTrue(taken.allowedZones().contains(backend.description().zone()), what);
      assertTrue(chosen.add(backend.description().zone()), what);
    }
    for (GatewayBackend backend : backends) {
      if (taken.allowedZones().contains(backend.description().zone())) {
        assertTrue(permitted(backend.description(), primary, rules, request), what);
      }
      boolean mayHold =
          new PlacementPolicy(backends, rules)
              .mayHold(Places.decided(taken), request.bucket(), backend.description());
      if (taken.allowedZones().contains(backend.description().zone())) {
        assertTrue(mayHold, what);
      } else if (mayHold) {
        assertTrue(permitted(backend.description(), primary, rules, request), what);
        assertFalse(request.bucket().locations().isEmpty(), what);
      }
    }
    assertTrue(taken.requiredReplicas() >= 1, what);
    assertTrue(taken.requiredReplicas() <= taken.allowedZones().size(), what);
    List<Location> locations = request.bucket().locations();
    assertTrue(locations.isEmpty() || taken.allowedZones().size() <= locations.size(), what);
  }

  /** Written anew, so that it does not repeat what the policy does wrong. */
  private static boolean permitted(
      Backend backend, Location primary, List<ReplicationRule> rules, PlacementRequest request) {
    GatewayBucket bucket = request.bucket();
    String country = backend.zone().code().split("-", -1)[0];
    boolean inLocations =
        bucket.locations().isEmpty()
            || bucket.locations().stream().anyMatch(place -> lies(backend.zone(), place));
    boolean inCountries = bucket.countries().isEmpty() || bucket.countries().contains(country);
    boolean locks = !request.objectLock() || backend.capabilities().objectLock();
    boolean all = inLocations && inCountries && locks;
    boolean targeted = false;
    boolean anyTargets = false;
    for (ReplicationRule rule : rules) {
      if (!rule.enabled() || (rule.sourceZone() != null && !lies(primary, rule.sourceZone()))) {
        continue;
      }
      all &= rule.countryRestriction().isEmpty() || rule.countryRestriction().contains(country);
      all &= !rule.demands().contains(Demand.OBJECT_LOCK) || backend.capabilities().objectLock();
      all &=
          !rule.demands().contains(Demand.ISO_27001_GDPR) || backend.capabilities().iso27001Gdpr();
      anyTargets |= !rule.targetZones().isEmpty();
      targeted |= rule.targetZones().stream().anyMatch(target -> lies(backend.zone(), target));
    }
    return all && (!anyTargets || targeted || backend.zone().equals(primary));
  }

  private static boolean lies(Location zone, Location place) {
    return (zone.code() + "-").startsWith(place.code() + "-");
  }

  /** Nothing is refused that some backend could have kept as its primary. */
  private static void checkRefusal(
      Refused no,
      List<GatewayBackend> backends,
      List<ReplicationRule> rules,
      PlacementRequest request,
      String what) {
    assertFalse(no.rule().isEmpty(), what);
    if (request.tags().getOrDefault("replica-count", "1").equals("0")) {
      assertEquals("replica-count", no.rule(), what);
      return;
    }
    for (GatewayBackend backend : backends) {
      Backend description = backend.description();
      assertFalse(
          description.takesNew() && permitted(description, description.zone(), rules, request),
          what);
    }
  }

  private List<GatewayBackend> backends() {
    List<GatewayBackend> backends = new ArrayList<>();
    Set<String> zones = new HashSet<>();
    int count = random.nextInt(6);
    for (int i = 0; i < count; i++) {
      String zone = place(2) + "-" + random.nextInt(2);
      if (zones.add(zone)) {
        Places.Place place =
            Places.at(zone)
                .without(
                    new Backend.Capabilities(
                        random.nextBoolean(), random.nextBoolean(), random.nextInt(3) > 0));
        place = random.nextInt(5) == 0 ? place.disabled() : place;
        place = random.nextInt(5) == 0 ? place.draining() : place;
        backends.add(random.nextInt(4) == 0 ? place.down() : place);
      }
    }
    return backends;
  }

  private List<ReplicationRule> rules() {
    List<ReplicationRule> rules = new ArrayList<>();
    int count = random.nextInt(4);
    for (int i = 0; i < count; i++) {
      rules.add(
          new ReplicationRule(
              "rule-" + i,
              random.nextBoolean() ? null : new Location(place(1 + random.nextInt(2))),
              locations(random.nextInt(3)),
              1 + random.nextInt(4),
              countries(random.nextInt(3)),
              random.nextInt(4) == 0
                  ? Set.of(random.nextBoolean() ? Demand.OBJECT_LOCK : Demand.ISO_27001_GDPR)
                  : Set.of(),
              random.nextInt(4) > 0));
    }
    return rules;
  }

  private PlacementRequest request() {
    GatewayBucket bucket =
        new GatewayBucket(
            "bucket",
            null,
            locations(random.nextInt(3)),
            countries(random.nextInt(3)),
            1 + random.nextInt(3),
            false,
            null);
    Map<String, String> tags =
        random.nextInt(3) == 0
            ? Map.of("replica-count", String.valueOf(random.nextInt(6)))
            : Map.of();
    return new PlacementRequest(
        bucket, "key", "PutObject", tags, random.nextInt(4) == 0, "REQUEST");
  }

  private List<Location> locations(int count) {
    List<Location> locations = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      locations.add(new Location(place(1 + random.nextInt(2))));
    }
    return locations;
  }

  private Set<String> countries(int count) {
    Set<String> countries = new HashSet<>();
    for (int i = 0; i < count; i++) {
      countries.add(COUNTRIES.get(random.nextInt(COUNTRIES.size())));
    }
    return countries;
  }

  private String place(int segments) {
    String country = COUNTRIES.get(random.nextInt(COUNTRIES.size()));
    return segments == 1 ? country : country + "-" + CITIES.get(random.nextInt(CITIES.size()));
  }
}
