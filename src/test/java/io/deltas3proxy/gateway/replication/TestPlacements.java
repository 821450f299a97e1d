package io.deltas3proxy.gateway.replication;

import io.deltas3proxy.gateway.Backend;
import io.deltas3proxy.gateway.PlacementDecision;
import io.deltas3proxy.gateway.PlacementRequest;
import io.deltas3proxy.gateway.Placements;
import io.deltas3proxy.gateway.StoredVersion;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Allows the zones that are kept with a version, but for what a test forbids. */
final class TestPlacements implements Placements {

  private final Map<String, String> rules = new ConcurrentHashMap<>();

  void forbid(String backend, String rule) {
    rules.put(backend, rule);
  }

  @Override
  public PlacementDecision decide(PlacementRequest request) {
    throw new UnsupportedOperationException("jobs decide on nothing new");
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
