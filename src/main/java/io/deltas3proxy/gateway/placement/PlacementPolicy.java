package io.deltas3proxy.gateway.placement;

import io.deltas3proxy.gateway.Backend;
import io.deltas3proxy.gateway.GatewayBackend;
import io.deltas3proxy.gateway.GatewayBucket;
import io.deltas3proxy.gateway.Location;
import io.deltas3proxy.gateway.PlacementDecision;
import io.deltas3proxy.gateway.PlacementRequest;
import io.deltas3proxy.gateway.StoredVersion;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Where something may be kept, by rules alone: nothing is asked, nothing is remembered.
 *
 * <p>First the bucket's own restrictions leave some backends. Of these one becomes the primary: the
 * first listed location's, or the first at all. Then the replication rules hold whose source the
 * primary is in: no replica is outside of their countries or at a provider without what they
 * demand, and the others are at their targets. A backend that a rule which it would bring into
 * force excludes is not taken for the primary. Where locations are listed, each gives one zone.
 */
record PlacementPolicy(List<GatewayBackend> backends, List<ReplicationRule> rules) {

  static final String NO_ENABLED = "no allowed zone has an enabled backend";
  private static final String BACKENDS = "backends";

  /** What was decided when a version was made. */
  private static final String ZONES = "allowed-zones";

  /** A backend stands in for one of those, in the same listed location. */
  private static final String STAND_IN = "stand-in";

  PlacementPolicy {
    backends = List.copyOf(backends);
    rules = List.copyOf(rules);
  }

  PlacementDecision decide(PlacementRequest request) {
    int asked;
    try {
      asked = AskedReplicas.of(request);
    } catch (IllegalArgumentException e) {
      return new PlacementDecision.Refused(AskedReplicas.TAG, String.valueOf(e.getMessage()));
    }
    List<Restriction> restrictions = new ArrayList<>(Restriction.of(request.bucket()));
    if (request.objectLock()) {
      restrictions.add(Restriction.objectLock());
    }
    List<GatewayBackend> left = backends;
    String last = BACKENDS;
    for (Restriction restriction : restrictions) {
      left =
          left.stream()
              .filter(backend -> restriction.permits().test(backend.description()))
              .toList();
      last = restriction.rule();
      if (left.isEmpty()) {
        return new PlacementDecision.Refused(restriction.rule(), restriction.lacking());
      }
    }
    List<String> names = new ArrayList<>();
    restrictions.forEach(restriction -> names.add(restriction.rule()));
    if (request.tags().containsKey(AskedReplicas.TAG)) {
      names.add(AskedReplicas.TAG);
    }
    return among(left, last, request.bucket(), asked, names);
  }

  private PlacementDecision among(
      List<GatewayBackend> left,
      String restriction,
      GatewayBucket bucket,
      int asked,
      List<String> names) {
    String refusing = null;
    for (GatewayBackend primary : BackendOrder.of(left, bucket)) {
      List<ReplicationRule> holding = holdingFor(primary.description().zone());
      String excluding = excluding(holding, primary.description());
      if (excluding == null) {
        return allowed(primary, holding, ListedZones.of(primary, bucket, left), asked, names);
      }
      refusing = refusing == null ? excluding : refusing;
    }
    return new PlacementDecision.Refused(refusing == null ? restriction : refusing, NO_ENABLED);
  }

  private static PlacementDecision allowed(
      GatewayBackend primary,
      List<ReplicationRule> holding,
      ListedZones listed,
      int asked,
      List<String> names) {
    InForce rules = new InForce(primary.description().zone(), holding);
    Set<Location> zones = new LinkedHashSet<>();
    List<GatewayBackend> chosen = new ArrayList<>();
    for (GatewayBackend backend : listed.choose(rules::permits)) {
      zones.add(backend.description().zone());
      if (backend.description().takesNew()) {
        chosen.add(backend);
      }
    }
    int wanted = asked;
    for (ReplicationRule rule : holding) {
      wanted = Math.max(wanted, rule.replicaCount());
      names.add(rule.name());
    }
    return new PlacementDecision.Allowed(chosen, zones, Math.min(wanted, zones.size()), names);
  }

  private List<ReplicationRule> holdingFor(Location primary) {
    return rules.stream().filter(rule -> rule.holdsFor(primary)).toList();
  }

  private static @Nullable String excluding(List<ReplicationRule> holding, Backend backend) {
    for (ReplicationRule rule : holding) {
      if (!rule.permits(backend)) {
        return rule.name();
      }
    }
    return null;
  }

  /** Whether a version may have a replica there: as decided once, and by the rules of today. */
  boolean mayHold(StoredVersion version, GatewayBucket bucket, Backend backend) {
    return refusal(version, bucket, backend).isEmpty();
  }

  /** What keeps a version from having a replica there. */
  Optional<PlacementDecision.Refused> refusal(
      StoredVersion version, GatewayBucket bucket, Backend backend) {
    return later(version, bucket, backend).refusal();
  }

  /** Decides on one more replica of a version. */
  LaterDecision later(StoredVersion version, GatewayBucket bucket, Backend backend) {
    List<String> names = new ArrayList<>();
    for (Restriction restriction : Restriction.of(bucket)) {
      if (!restriction.permits().test(backend)) {
        return refused(restriction.rule(), backend);
      }
      names.add(restriction.rule());
    }
    Location primary = version.sync().primaryZone();
    Set<Location> zones = version.sync().allowedZones();
    boolean decided = zones.contains(backend.zone());
    if (primary == null
        || (!decided && !ListedZones.standsIn(backend, zones, bucket.locations(), backends))) {
      return refused(ZONES, backend);
    }
    names.add(decided ? ZONES : STAND_IN);
    List<ReplicationRule> holding = holdingFor(primary);
    if (!new InForce(primary, holding).permits(backend)) {
      String excluding = excluding(holding, backend);
      return refused(excluding == null ? names(holding) : excluding, backend);
    }
    holding.forEach(rule -> names.add(rule.name()));
    return new LaterDecision(names, null);
  }

  private static String names(List<ReplicationRule> rules) {
    return rules.stream().map(ReplicationRule::name).collect(Collectors.joining(", "));
  }

  private static LaterDecision refused(String rule, Backend backend) {
    return LaterDecision.refused(rule, "it may not be in zone " + backend.zone());
  }
}
