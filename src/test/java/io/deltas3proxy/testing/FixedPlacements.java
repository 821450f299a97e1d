package io.deltas3proxy.testing;

import io.deltas3proxy.gateway.Backend;
import io.deltas3proxy.gateway.GatewayBackend;
import io.deltas3proxy.gateway.LaterPlacement;
import io.deltas3proxy.gateway.Location;
import io.deltas3proxy.gateway.MetadataUnavailableException;
import io.deltas3proxy.gateway.PlacementDecision;
import io.deltas3proxy.gateway.PlacementRequest;
import io.deltas3proxy.gateway.Placements;
import io.deltas3proxy.gateway.StoredVersion;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

/** Decides what it is told to, and keeps what it was asked. */
public final class FixedPlacements implements Placements {

  private final List<PlacementRequest> asked = new CopyOnWriteArrayList<>();
  private final List<LaterPlacement> askedLater = new CopyOnWriteArrayList<>();
  private final Set<String> forbidden = ConcurrentHashMap.newKeySet();
  private volatile PlacementDecision decision =
      new PlacementDecision.Refused("no-rule", "nothing was decided");

  /** Allows some backends, the first being the primary. */
  public void allow(List<? extends GatewayBackend> backends, int required) {
    Set<Location> zones =
        backends.stream().map(backend -> backend.description().zone()).collect(Collectors.toSet());
    decision =
        new PlacementDecision.Allowed(List.copyOf(backends), zones, required, List.of("test"));
  }

  public void refuse(String rule) {
    decision = new PlacementDecision.Refused(rule, "refused by residency rule " + rule);
  }

  /** Nothing of what was allowed may be on a backend any more. */
  public void forbid(String backend) {
    forbidden.add(backend);
  }

  public List<PlacementRequest> asked() {
    return List.copyOf(asked);
  }

  @Override
  public PlacementDecision decide(PlacementRequest request) {
    asked.add(request);
    return decision;
  }

  @Override
  public Optional<PlacementDecision.Refused> decideLater(LaterPlacement later)
      throws MetadataUnavailableException {
    askedLater.add(later);
    return refusal(later.version(), later.backend());
  }

  /** What was asked about versions that had been decided on before. */
  public List<LaterPlacement> askedLater() {
    return List.copyOf(askedLater);
  }

  @Override
  public boolean mayHold(StoredVersion version, Backend backend) {
    return version.sync().allowedZones().contains(backend.zone())
        && !forbidden.contains(backend.name());
  }
}
