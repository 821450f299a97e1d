package io.deltas3proxy.gateway.replication;

import io.deltas3proxy.gateway.MetadataUnavailableException;
import io.deltas3proxy.gateway.Replica;
import io.deltas3proxy.gateway.StoredVersion;
import java.io.IOException;
import java.util.Optional;

/** Takes a replica out of use, and then from its backend; never below what the version needs. */
final class ReplicaRemoval {

  private final Replicas replicas;

  ReplicaRemoval(Replicas replicas) {
    this.replicas = replicas;
  }

  void remove(StoredVersion version, String backend, JobRun run)
      throws IOException, MetadataUnavailableException {
    Optional<Replica> replica = Replicas.on(version, backend);
    if (replica.isEmpty()) {
      return;
    }
    Place place = new Place(replicas.backend(backend), replica.get());
    if (replica.get().status() != Replica.Status.DELETED) {
      // Where it may not be any more, it goes as long as it is not the last one.
      boolean allowed = replicas.mayHold(version, place.backend().description());
      long needed = allowed ? Math.max(1, version.sync().requiredReplicas()) : 1;
      long left = Replicas.activeBeside(version, backend);
      if (left < needed) {
        throw JobFailedException.forGood(
            "it would leave " + left + " replicas of the " + needed + " that are required");
      }
      run.insist();
      // From now on nobody reads it: whatever happens next, it is deleted.
      replicas.note(version, Replicas.with(replica.get(), Replica.Status.DELETED, null));
    }
    ReplicaAddition.delete(place);
  }

  /** Ends the removal of a replica that nobody reads any more. */
  void finish(StoredVersion version, String backend) throws IOException {
    Optional<Replica> replica = Replicas.on(version, backend);
    if (replica.isPresent() && replica.get().status() == Replica.Status.DELETED) {
      ReplicaAddition.delete(new Place(replicas.backend(backend), replica.get()));
    }
  }
}
