package io.deltas3proxy.gateway.object;

import io.deltas3proxy.gateway.GatewayBucket;
import io.deltas3proxy.gateway.MetadataUnavailableException;
import io.deltas3proxy.gateway.NewVersion;
import io.deltas3proxy.gateway.ObjectPut;
import io.deltas3proxy.gateway.PlacementDecision;
import io.deltas3proxy.gateway.PlacementRequest;
import io.deltas3proxy.gateway.RefusedPlacementException;
import io.deltas3proxy.storage.EntityTags;
import io.deltas3proxy.storage.StoreException;
import io.deltas3proxy.storage.WriteConditions;
import java.time.Clock;
import java.util.Optional;

/** Begins versions: where they may be is decided, and recorded, before anything is sent. */
final class VersionBeginning {

  private final ObjectPorts ports;
  private final ObjectSettings settings;
  private final Clock clock;
  private final VersionNames names;

  VersionBeginning(ObjectPorts ports, ObjectSettings settings, VersionNames names, Clock clock) {
    this.ports = ports;
    this.settings = settings;
    this.clock = clock;
    this.names = names;
  }

  /**
   * What was decided of a version that has no row yet.
   *
   * @param version the row that it gets
   */
  record Planned(NewVersion version, PlacePlan plan) {}

  /**
   * Decides where a version is to be.
   *
   * @param operation S3's name of what is asked for
   */
  Planned plan(ObjectPut request, String operation)
      throws RefusedPlacementException, MetadataUnavailableException, StoreException {
    GatewayBucket bucket = request.target().bucket();
    String key = request.target().key();
    PlacementDecision decision =
        ports
            .placements()
            .decide(
                new PlacementRequest(
                    bucket,
                    key,
                    operation,
                    request.tags(),
                    // The gateway keeps locks itself; who wants them of providers has a rule.
                    false,
                    request.target().requestId()));
    return switch (decision) {
      case PlacementDecision.Refused refused ->
          throw new RefusedPlacementException(refused.rule(), refused.reason());
      case PlacementDecision.Allowed allowed -> {
        String versionId = names.next();
        PlacePlan plan =
            PlacePlan.of(bucket, VersionNames.physicalKey(key, versionId), allowed, settings);
        yield new Planned(row(request, versionId, allowed, plan), plan);
      }
    };
  }

  private NewVersion row(
      ObjectPut request, String versionId, PlacementDecision.Allowed decision, PlacePlan plan) {
    return new NewVersion(
        request.target().bucket().name(),
        request.target().key(),
        versionId,
        request.target().owner(),
        StoredHeaders.ofVersion(request.headers()),
        request.tags(),
        request.protection(),
        plan.first().getFirst().description().zone(),
        decision.allowedZones(),
        decision.requiredReplicas(),
        plan.first().stream().map(Place::replica).toList(),
        settings.times().lease());
  }

  /** Begins a version: from now on its row tells what of it may be anywhere. */
  WrittenVersion begin(Planned planned) throws MetadataUnavailableException {
    long id = ports.versions().begin(planned.version());
    Lease lease = new Lease(ports.versions(), clock, settings.times().lease(), id);
    return new WrittenVersion(id, planned.plan(), lease, ports.versions());
  }

  /**
   * Looks at the conditions before a body is sent for nothing. What counts is how they are when the
   * version becomes visible.
   */
  void requireConditions(ObjectPut.Target target, WriteConditions conditions)
      throws MetadataUnavailableException, StoreException {
    if (conditions.equals(WriteConditions.NONE)) {
      return;
    }
    Optional<String> eTag =
        ports
            .versions()
            .latest(target.bucket().name(), target.key())
            .filter(latest -> !latest.deleteMarker())
            .map(latest -> latest.eTag());
    String wanted = conditions.ifMatch();
    boolean holds =
        wanted == null
            ? eTag.isEmpty()
            : eTag.filter(tag -> EntityTags.parse(wanted).matchesStrongly(tag)).isPresent();
    if (!holds) {
      throw new StoreException.PreconditionFailed("the condition does not hold");
    }
  }
}
