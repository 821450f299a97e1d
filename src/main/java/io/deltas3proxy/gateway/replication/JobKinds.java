package io.deltas3proxy.gateway.replication;

import io.deltas3proxy.gateway.MetadataUnavailableException;
import io.deltas3proxy.gateway.Replica;
import io.deltas3proxy.gateway.StoredVersion;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is done for each type of job. */
final class JobKinds implements JobWork {

  /** The steps of which jobs are made. */
  record Steps(
      Replicas replicas,
      ReplicaAddition addition,
      ReplicaRemoval removal,
      ReplicaVerification verification,
      PhysicalBuckets buckets) {}

  private final Steps steps;

  JobKinds(Steps steps) {
    this.steps = steps;
  }

  @Override
  public void run(JobRun run) throws IOException, MetadataUnavailableException {
    switch (run.job().work().type()) {
      case ADD_REPLICA -> add(run);
      case REMOVE_REPLICA ->
          steps.removal().remove(steps.replicas().version(run), target(run), run);
      case VERIFY_REPLICA -> verify(run);
      case MIGRATE_REPLICA -> migrate(run);
      case SYNC_METADATA -> sync(run);
      case DELETE_BUCKET_REPLICA -> steps.buckets().empty(target(run), run);
      case CLEANUP_EMPTY_BUCKET -> steps.buckets().end(target(run), run);
    }
  }

  @Override
  public void undo(JobRun run) throws IOException, MetadataUnavailableException {
    switch (run.job().work().type()) {
      case ADD_REPLICA, MIGRATE_REPLICA -> steps.addition().undo(run);
      case REMOVE_REPLICA -> undoRemoval(run);
      case VERIFY_REPLICA, SYNC_METADATA, DELETE_BUCKET_REPLICA, CLEANUP_EMPTY_BUCKET -> {
        // What they change is true, or gone, whether they go on or not.
      }
    }
  }

  private void undoRemoval(JobRun run) throws IOException, MetadataUnavailableException {
    StoredVersion version;
    try {
      version = steps.replicas().version(run);
    } catch (JobFailedException e) {
      return;
    }
    steps.removal().undo(version, target(run));
  }

  private static String target(JobRun run) throws IOException {
    String target = run.job().work().target();
    if (target == null) {
      throw JobFailedException.forGood("the job names no backend");
    }
    return target;
  }

  private void add(JobRun run) throws IOException, MetadataUnavailableException {
    StoredVersion version = steps.replicas().version(run);
    @Nullable String named = run.job().work().target();
    if (named == null && version.sync().currentReplicas() >= version.sync().requiredReplicas()) {
      return;
    }
    steps.addition().add(version, steps.addition().target(version, named), run);
  }

  private void verify(JobRun run) throws IOException, MetadataUnavailableException {
    StoredVersion version = steps.replicas().version(run);
    for (Place place : places(version, run.job().work().target())) {
      run.expect(version.size());
      steps
          .verification()
          .read(
              version,
              place,
              bytes -> {
                run.moved(bytes);
                run.checkpoint();
              });
    }
    var unused = steps.replicas().queueMissing(steps.replicas().version(run));
  }

  private List<Place> places(StoredVersion version, @Nullable String backend) throws IOException {
    List<Place> places = new ArrayList<>();
    for (Replica replica : version.replicas()) {
      boolean there =
          replica.status() == Replica.Status.ACTIVE || replica.status() == Replica.Status.FAILED;
      if (there && backend == null) {
        steps.replicas().known(replica).ifPresent(places::add);
      } else if (there && replica.backend().equals(backend)) {
        places.add(new Place(steps.replicas().backend(replica.backend()), replica));
      }
    }
    return places;
  }

  /** Adds elsewhere, looks at what was added, and only then removes. */
  private void migrate(JobRun run) throws IOException, MetadataUnavailableException {
    String source = run.job().work().source();
    if (source == null) {
      throw JobFailedException.forGood("the job names no backend to move from");
    }
    StoredVersion version = steps.replicas().version(run);
    @Nullable String named = run.job().work().target();
    boolean enough =
        steps.replicas().activeBeside(version, source)
            >= Math.max(1, version.sync().requiredReplicas());
    boolean allowed =
        steps.replicas().mayStay(version, steps.replicas().backend(source).description(), run);
    if (named != null || (!enough && (allowed || isElsewherePossible(version, source)))) {
      String target = steps.addition().target(version, named).description().name();
      version = steps.addition().add(version, steps.replicas().backend(target), run);
      for (Place place : places(version, target)) {
        ReplicaVerification.Finding finding = steps.verification().asked(version, place);
        if (finding != ReplicaVerification.Finding.SOUND) {
          throw JobFailedException.forNow("backend " + target + " does not have what it was sent");
        }
      }
    }
    steps.removal().remove(steps.replicas().version(run), source, run);
  }

  /** What may not stay goes also where nothing can take its place, once it is where it may be. */
  private boolean isElsewherePossible(StoredVersion version, String source)
      throws MetadataUnavailableException {
    return steps.replicas().allowedBeside(version, source) == 0
        || !steps.replicas().candidates(version).isEmpty();
  }

  /** Holds what the metadata says of a version against what its backends say. */
  private void sync(JobRun run) throws IOException, MetadataUnavailableException {
    StoredVersion version = steps.replicas().version(run);
    for (Place place : places(version, run.job().work().target())) {
      run.checkpoint();
      steps.verification().asked(version, place);
    }
    var unused = steps.replicas().queueMissing(steps.replicas().version(run));
  }
}
