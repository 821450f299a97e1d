package io.deltas3proxy.gateway.object;

import io.deltas3proxy.gateway.GatewayBackend;
import io.deltas3proxy.gateway.GatewayBucket;
import io.deltas3proxy.gateway.Job;
import io.deltas3proxy.gateway.NewJob;
import io.deltas3proxy.gateway.PlacementDecision;
import io.deltas3proxy.gateway.Replica;
import io.deltas3proxy.storage.StoreException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Where a new version is written at once, who takes over where that fails, and what is left to the
 * queue: all within the decision. Used by one thread.
 */
final class PlacePlan {

  private final int fewest;
  private final int required;
  private final List<Place> first;
  private final Deque<Place> spare;

  /**
   * Makes one of places.
   *
   * @param fewest replicas without which a write is not acknowledged
   * @param required replicas that there are to be in the end
   */
  PlacePlan(int fewest, int required, List<Place> first, List<Place> spare) {
    this.fewest = fewest;
    this.required = required;
    this.first = List.copyOf(first);
    this.spare = new ArrayDeque<>(spare);
  }

  /**
   * Plans within a decision.
   *
   * @throws StoreException.Unavailable if fewer backends than must be are there now
   */
  static PlacePlan of(
      GatewayBucket bucket,
      String physicalKey,
      PlacementDecision.Allowed decision,
      ObjectSettings settings)
      throws StoreException {
    int required = decision.requiredReplicas();
    int fewest = Math.min(settings.minimumReplicas(), required);
    List<GatewayBackend> backends = new ArrayList<>(decision.backends());
    // Stable: those that can store it now come first, otherwise as was decided.
    backends.sort(
        Comparator.comparing(backend -> !backend.isReadyFor(bucket.on(backend.description()))));
    List<Place> places = new ArrayList<>();
    for (GatewayBackend backend : backends) {
      places.add(new Place(backend, Replica.planned(backend.description(), bucket, physicalKey)));
    }
    int wanted = Math.min(required, Math.max(settings.synchronousReplicas(), fewest));
    int count = Math.min(wanted, places.size());
    if (count < fewest) {
      throw new StoreException.Unavailable(
          count + " backends may take it, and " + fewest + " must");
    }
    return new PlacePlan(
        fewest, required, places.subList(0, count), places.subList(count, places.size()));
  }

  /** Those that are written at once, the primary first. */
  List<Place> first() {
    return first;
  }

  /** Replicas without which a write is not acknowledged, 1 or more. */
  int fewest() {
    return fewest;
  }

  /** One more place to write to at once, if there is any; given once. */
  Optional<Place> takeSpare() {
    return Optional.ofNullable(spare.poll());
  }

  /**
   * What the queue has to do once a version is there.
   *
   * @param replicas as they ended
   */
  List<NewJob> jobs(long version, List<Replica> replicas) {
    Set<String> failed = new HashSet<>();
    int active = 0;
    for (Replica replica : replicas) {
      if (replica.status() == Replica.Status.ACTIVE) {
        active++;
      } else if (replica.status() == Replica.Status.FAILED) {
        failed.add(replica.backend());
      }
    }
    List<String> targets = new ArrayList<>();
    spare.forEach(place -> targets.add(place.name()));
    targets.addAll(failed);
    int missing = Math.min(Math.max(0, required - active), targets.size());
    List<NewJob> jobs = new ArrayList<>();
    for (String target : targets.subList(0, missing)) {
      jobs.add(job(Job.Type.ADD_REPLICA, version, target));
    }
    for (String target : targets.subList(missing, targets.size())) {
      if (failed.contains(target)) {
        // What a failed write may have left there is not needed.
        jobs.add(job(Job.Type.REMOVE_REPLICA, version, target));
      }
    }
    return jobs;
  }

  private static NewJob job(Job.Type type, long version, String target) {
    return new NewJob(type, version, null, target, NewJob.DEFAULT_PRIORITY);
  }
}
