package io.deltas3proxy.gateway.replication;

import io.deltas3proxy.gateway.Backend;
import io.deltas3proxy.gateway.GatewayBackend;
import io.deltas3proxy.gateway.GatewayBucket;
import io.deltas3proxy.gateway.Job;
import io.deltas3proxy.gateway.LaterPlacement;
import io.deltas3proxy.gateway.MetadataUnavailableException;
import io.deltas3proxy.gateway.NewJob;
import io.deltas3proxy.gateway.PlacementDecision;
import io.deltas3proxy.gateway.Replica;
import io.deltas3proxy.gateway.StoredVersion;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The replicas of versions: which there are, which there may be, and how they are noted. */
final class Replicas {

  /** Of jobs that bring back what was lost. */
  static final int URGENT = 3;

  private final Catalog catalog;
  private final JobRows rows;

  Replicas(Catalog catalog, JobRows rows) {
    this.catalog = catalog;
    this.rows = rows;
  }

  /** The version that a job is about. */
  StoredVersion version(JobRun run) throws IOException, MetadataUnavailableException {
    Long id = run.job().work().version();
    if (id == null) {
      throw JobFailedException.forGood("the job names no version");
    }
    StoredVersion version = catalog.versions().find(id).orElseThrow(Replicas::gone);
    if (version.deleteMarker()) {
      throw JobFailedException.pointless("a delete marker has no replicas");
    }
    return version;
  }

  private static JobFailedException gone() {
    return JobFailedException.pointless("the version is deleted");
  }

  /** A backend that is described, enabled or not. */
  GatewayBackend backend(String name) throws IOException {
    return catalog
        .backends()
        .find(name)
        .orElseThrow(() -> JobFailedException.forGood("there is no backend " + name));
  }

  static Optional<Replica> on(StoredVersion version, String backend) {
    return version.replicas().stream().filter(each -> each.backend().equals(backend)).findFirst();
  }

  /** Active replicas on other backends than this one, of those that are in use. */
  long activeBeside(StoredVersion version, String backend) {
    return active(version, backend).stream().filter(Backend::enabled).count();
  }

  /** Backends other than this one, in use or not, that have an active replica. */
  private List<Backend> active(StoredVersion version, String beside) {
    List<Backend> found = new ArrayList<>();
    for (Replica replica : version.replicas()) {
      if (replica.status() == Replica.Status.ACTIVE && !replica.backend().equals(beside)) {
        // What is on a backend that nobody describes any more cannot be read.
        catalog
            .backends()
            .find(replica.backend())
            .map(GatewayBackend::description)
            .ifPresent(found::add);
      }
    }
    return found;
  }

  /** Active replicas on other backends than this one, of those where it may be. */
  long allowedBeside(StoredVersion version, String backend) throws MetadataUnavailableException {
    long count = 0;
    for (Backend place : active(version, backend)) {
      if (place.enabled() && mayHold(version, place)) {
        count++;
      }
    }
    return count;
  }

  /** A replica with its backend; empty where nobody describes that any more. */
  Optional<Place> known(Replica replica) {
    return catalog.backends().find(replica.backend()).map(each -> new Place(each, replica));
  }

  /** Where it can be read, the most promising first; failed ones as a last resort. */
  List<Place> sources(StoredVersion version, @Nullable String first) {
    List<Place> places = new ArrayList<>();
    for (Replica replica : version.replicas()) {
      boolean readable =
          replica.status() == Replica.Status.ACTIVE || replica.status() == Replica.Status.FAILED;
      Optional<GatewayBackend> backend = catalog.backends().find(replica.backend());
      if (readable && backend.isPresent() && backend.get().description().enabled()) {
        places.add(new Place(backend.get(), replica));
      }
    }
    places.sort(
        Comparator.comparing((Place place) -> place.replica().status() != Replica.Status.ACTIVE)
            .thenComparing(place -> !place.backend().isUsable())
            .thenComparing(place -> !place.name().equals(first)));
    return places;
  }

  /** The same without one backend. */
  List<Place> sourcesBeside(StoredVersion version, String backend) {
    return sources(version, null).stream().filter(place -> !place.name().equals(backend)).toList();
  }

  /** Backends that may have it, take new objects, answer, and do not have it. */
  List<GatewayBackend> candidates(StoredVersion version) throws MetadataUnavailableException {
    List<GatewayBackend> candidates = new ArrayList<>();
    Optional<GatewayBucket> bucket = catalog.buckets().find(version.bucket());
    for (GatewayBackend backend : catalog.backends().all()) {
      Backend description = backend.description();
      boolean has =
          on(version, description.name())
              .filter(replica -> replica.status() == Replica.Status.ACTIVE)
              .isPresent();
      if (!has
          && description.takesNew()
          && isReady(backend, bucket)
          && catalog.placements().mayHold(version, description)) {
        candidates.add(backend);
      }
    }
    return candidates;
  }

  private static boolean isReady(GatewayBackend backend, Optional<GatewayBucket> bucket) {
    return bucket.isPresent()
        ? backend.isReadyFor(bucket.get().on(backend.description()))
        : backend.isUsable();
  }

  /** Whether rules allow a replica now. */
  boolean mayHold(StoredVersion version, Backend backend) throws MetadataUnavailableException {
    return catalog.placements().mayHold(version, backend);
  }

  /** Whether a replica may stay; that it may not is recorded, with the rule. */
  boolean mayStay(StoredVersion version, Backend backend, JobRun run)
      throws MetadataUnavailableException {
    return mayHold(version, backend)
        || catalog
            .placements()
            .decideLater(new LaterPlacement(version, backend, "keep_replica", run.name()))
            .isEmpty();
  }

  /** Goes on only where rules allow a replica, whatever was thought when the job was queued. */
  void requireAllowed(StoredVersion version, Backend backend, JobRun run)
      throws IOException, MetadataUnavailableException {
    String operation = run.job().work().type().name().toLowerCase(Locale.ROOT);
    Optional<PlacementDecision.Refused> refusal =
        catalog
            .placements()
            .decideLater(new LaterPlacement(version, backend, operation, run.name()));
    if (refusal.isPresent()) {
      throw JobFailedException.forGood(
          "refused by residency rule " + refusal.get().rule() + ": " + refusal.get().reason());
    }
  }

  /** A replica that there is to be. */
  Replica planned(StoredVersion version, Backend backend)
      throws IOException, MetadataUnavailableException {
    Optional<Replica> known = on(version, backend.name());
    if (known.isPresent()) {
      return known.get();
    }
    GatewayBucket bucket =
        catalog
            .buckets()
            .find(version.bucket())
            .orElseThrow(() -> JobFailedException.forGood("the bucket is gone"));
    String key =
        version.replicas().stream()
            .map(Replica::key)
            .findFirst()
            .orElseThrow(() -> JobFailedException.forGood("the version has never been anywhere"));
    return Replica.planned(backend, bucket, key);
  }

  /** Notes a replica; the version as it is then. */
  StoredVersion note(StoredVersion version, Replica replica)
      throws IOException, MetadataUnavailableException {
    return catalog.versions().replica(version.id(), replica).orElseThrow(Replicas::gone);
  }

  /** Queues a job about a version, unless it waits already. */
  long queue(Job.Type type, StoredVersion version, @Nullable String target, int priority)
      throws MetadataUnavailableException {
    return catalog.jobs().add(new NewJob(type, version.id(), null, target, priority));
  }

  /**
   * Queues a look at a replica, unless such looks have failed of late.
   *
   * @return whether it was queued, or waits
   */
  boolean queueLook(StoredVersion version, String backend) throws MetadataUnavailableException {
    if (rows.reputation(Job.Type.VERIFY_REPLICA, version.id(), backend)
        == JobRows.Reputation.RESTS) {
      return false;
    }
    long unused = queue(Job.Type.VERIFY_REPLICA, version, backend, URGENT);
    return true;
  }

  /**
   * Queues the move of a replica to wherever it may be, unless such moves have failed of late.
   *
   * @return whether it was queued, or waits
   */
  boolean queueMove(StoredVersion version, String from) throws MetadataUnavailableException {
    if (rows.reputation(Job.Type.MIGRATE_REPLICA, version.id(), from) == JobRows.Reputation.RESTS) {
      return false;
    }
    long unused =
        catalog.jobs().add(new NewJob(Job.Type.MIGRATE_REPLICA, version.id(), from, null, URGENT));
    return true;
  }

  /**
   * Queues what a version needs to have as many replicas as are required, on backends that may have
   * them now: first on those that did not fail lately, then on those that were to have one anyway.
   *
   * @return jobs that were queued
   */
  int queueMissing(StoredVersion version) throws MetadataUnavailableException {
    long missing = version.sync().requiredReplicas();
    missing -= active(version, "").size();
    if (missing <= 0) {
      return 0;
    }
    missing -= rows.underway(version.id());
    int queued = 0;
    for (GatewayBackend backend : inTurn(version)) {
      if (queued >= missing) {
        break;
      }
      queue(Job.Type.ADD_REPLICA, version, backend.description().name(), URGENT);
      queued++;
    }
    return queued;
  }

  /** Those of the candidates that can be given a replica, in the order in which they are asked. */
  private List<GatewayBackend> inTurn(StoredVersion version) throws MetadataUnavailableException {
    Map<GatewayBackend, JobRows.Reputation> reputations = new LinkedHashMap<>();
    for (GatewayBackend backend : candidates(version)) {
      String name = backend.description().name();
      JobRows.Reputation reputation = rows.reputation(Job.Type.ADD_REPLICA, version.id(), name);
      if (reputation != JobRows.Reputation.RESTS && !sourcesBeside(version, name).isEmpty()) {
        reputations.put(backend, reputation);
      }
    }
    return reputations.entrySet().stream()
        .sorted(
            Map.Entry.<GatewayBackend, JobRows.Reputation>comparingByValue()
                .thenComparing(each -> on(version, each.getKey().description().name()).isEmpty()))
        .map(Map.Entry::getKey)
        .toList();
  }

  static Replica with(Replica replica, Replica.Status status, @Nullable String error) {
    return new Replica(
        replica.backend(),
        replica.zone(),
        replica.bucket(),
        replica.key(),
        status,
        replica.checksum(),
        replica.lastVerified(),
        replica.attempts(),
        error);
  }

  /**
   * One that is being made, once more. Its entity tag stays until there is another: should nothing
   * come of it, that alone tells the object that is still there from others.
   */
  static Replica begun(Replica replica) {
    return new Replica(
        replica.backend(),
        replica.zone(),
        replica.bucket(),
        replica.key(),
        Replica.Status.SYNCING,
        replica.checksum(),
        replica.lastVerified(),
        replica.attempts() + 1,
        null);
  }

  /** One whose bytes were found to be right. */
  static Replica verified(Replica replica, String checksum, Instant now) {
    return new Replica(
        replica.backend(),
        replica.zone(),
        replica.bucket(),
        replica.key(),
        Replica.Status.ACTIVE,
        checksum,
        now,
        replica.attempts(),
        null);
  }
}
