package io.deltas3proxy.gateway.replication;

import io.deltas3proxy.gateway.Backend;
import io.deltas3proxy.gateway.LaterPlacement;
import io.deltas3proxy.gateway.PlacementDecision;
import io.deltas3proxy.gateway.PlacementRequest;
import io.deltas3proxy.gateway.Placements;
import io.deltas3proxy.gateway.StoredVersion;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Allows the zones that are kept with a version, but for what a test forbids. */
final class TestPlacements implements Placements {

  private final List<String> decided = new CopyOnWriteArrayList<>();
  private final Map<String, String> rules = new ConcurrentHashMap<>();

  void forbid(String backend, String rule) {
    rules.put(backend, rule);
  }

  @Override
  public PlacementDecision decide(PlacementRequest request) {
    throw new UnsupportedOperationException("jobs decide on nothing new");
  }

  @Override
  public Optional<PlacementDecision.Refused> decideLater(LaterPlacement later) {
    Optional<PlacementDecision.Refused> refusal = refusal(later.version(), later.backend());
    String by = refusal.map(PlacementDecision.Refused::rule).orElse("nobody");
    decided.add(later.operation() + " on " + later.backend().name() + " refused by " + by);
    return refusal;
  }

  /** What was decided of later copies. */
  List<String> decided() {
    return List.copyOf(decided);
  }

  @Override
  public boolean mayHold(StoredVersion version, Backend backend) {
    return refusal(version, backend).isEmpty();
  }

  @Override
  public Optional<PlacementDecision.Refused> refusal(StoredVersion version, Backend backend) {
    String rule = rules.get(backend.name());
    if (rule != null) {
      return Optional.of(new PlacementDecision.Refused(rule, "it may not be there any more"));
    }
    return version.sync().allowedZones().contains(backend.zone())
        ? Optional.empty()
        : Optional.of(new PlacementDecision.Refused("allowed-zones", "another zone"));
  }
}
