package io.deltas3proxy.gateway.placement;

import io.deltas3proxy.database.Database;
import io.deltas3proxy.database.DatabaseException;
import io.deltas3proxy.gateway.Backend;
import io.deltas3proxy.gateway.Backends;
import io.deltas3proxy.gateway.Buckets;
import io.deltas3proxy.gateway.GatewayBackend;
import io.deltas3proxy.gateway.GatewayBucket;
import io.deltas3proxy.gateway.LaterPlacement;
import io.deltas3proxy.gateway.MetadataUnavailableException;
import io.deltas3proxy.gateway.PlacementDecision;
import io.deltas3proxy.gateway.PlacementRequest;
import io.deltas3proxy.gateway.Placements;
import io.deltas3proxy.gateway.StoredVersion;
import java.util.List;
import java.util.Optional;

/**
 * Decides by the rules as they stand in the database, and records the decision in the same
 * transaction: a rule that was changed before holds, and there is no decision without evidence.
 */
public final class JdbcPlacements implements Placements {

  private final Database database;
  private final Backends backends;
  private final Buckets buckets;
  private final JdbcReplicationRules rules;
  private final JdbcPlacementEvidence evidence;

  public JdbcPlacements(
      Database database,
      Backends backends,
      Buckets buckets,
      JdbcReplicationRules rules,
      JdbcPlacementEvidence evidence) {
    this.database = database;
    this.backends = backends;
    this.buckets = buckets;
    this.rules = rules;
    this.evidence = evidence;
  }

  @Override
  public PlacementDecision decide(PlacementRequest request) throws MetadataUnavailableException {
    List<GatewayBackend> now = backends.all();
    try {
      return database.write(connection -> {
        PlacementDecision decision =
            new PlacementPolicy(now, rules.all(connection)).decide(request);
        evidence.record(connection, request, decision);
        return decision;
      });
    } catch (DatabaseException e) {
      throw new MetadataUnavailableException("Placement: " + e.getMessage(), e);
    }
  }

  @Override
  public boolean mayHold(StoredVersion version, Backend backend)
      throws MetadataUnavailableException {
    return refusal(version, backend).isEmpty();
  }

  @Override
  public Optional<PlacementDecision.Refused> refusal(StoredVersion version, Backend backend)
      throws MetadataUnavailableException {
    return decision(version, backend, buckets.find(version.bucket()), rules.all()).refusal();
  }

  private LaterDecision decision(
      StoredVersion version,
      Backend backend,
      Optional<GatewayBucket> bucket,
      List<ReplicationRule> now) {
    return bucket.isPresent()
        ? new PlacementPolicy(backends.all(), now).later(version, bucket.get(), backend)
        : LaterDecision.refused("buckets", "there is no such bucket");
  }

  @Override
  public Optional<PlacementDecision.Refused> decideLater(LaterPlacement later)
      throws MetadataUnavailableException {
    // Before the transaction: it may need a connection of its own.
    Optional<GatewayBucket> bucket = buckets.find(later.version().bucket());
    try {
      return database.write(connection -> {
        LaterDecision decision =
            decision(later.version(), later.backend(), bucket, rules.all(connection));
        evidence.record(connection, later, decision);
        return decision.refusal();
      });
    } catch (DatabaseException e) {
      throw new MetadataUnavailableException("Placement: " + e.getMessage(), e);
    }
  }
}
