package io.deltas3proxy.gateway.replication;

import io.deltas3proxy.gateway.Job;
import io.deltas3proxy.gateway.MetadataUnavailableException;
import io.deltas3proxy.gateway.Replica;
import io.deltas3proxy.gateway.StoredVersion;
import io.deltas3proxy.storage.StoreException;
import java.io.IOException;
import java.util.Optional;

/** Takes a replica out of use, and then from its backend; never below what the version needs. */
final class ReplicaRemoval {

  /** Of a replica that nobody is to read any more, and that may be there or not. */
  private static final String UNDER_WAY = "it is being removed";

  private final Replicas replicas;

  ReplicaRemoval(Replicas replicas) {
    this.replicas = replicas;
  }

  void remove(StoredVersion version, String backend, JobRun run)
      throws IOException, MetadataUnavailableException {
    Optional<Replica> replica = Replicas.on(version, backend);
    if (replica.isEmpty() || replica.get().status() == Replica.Status.DELETED) {
      return;
    }
    Place place = new Place(replicas.backend(backend), replica.get());
    // Where it may not be any more, it goes as soon as it is somewhere where it may.
    boolean allowed = replicas.mayHold(version, place.backend().description());
    long needed = allowed ? Math.max(1, version.sync().requiredReplicas()) : 1;
    long left =
        allowed
            ? replicas.activeBeside(version, backend)
            : replicas.allowedBeside(version, backend);
    if (left < needed) {
      throw JobFailedException.forGood(
          "it would leave " + left + " replicas of the " + needed + " that are required");
    }
    run.insist();
    end(version, place, UNDER_WAY);
  }

  /**
   * Takes a replica away. Until its backend has done that its row says that there may be something,
   * so that it is collected should the version be deleted meanwhile.
   */
  void end(StoredVersion version, Place place, String why)
      throws IOException, MetadataUnavailableException {
    Replica replica = place.replica();
    StoredVersion noted =
        replicas.note(version, Replicas.with(replica, Replica.Status.FAILED, why));
    delete(place);
    StoredVersion unused =
        replicas.note(noted, Replicas.with(replica, Replica.Status.DELETED, null));
  }

  /** After a removal was cancelled: what may be there still is looked at, and may count again. */
  void undo(StoredVersion version, String backend) throws MetadataUnavailableException {
    Optional<Replica> replica = Replicas.on(version, backend);
    if (replica.isPresent() && UNDER_WAY.equals(replica.get().lastError())) {
      long unused = replicas.queue(Job.Type.VERIFY_REPLICA, version, backend, Replicas.URGENT);
    }
  }

  /** Deletes an object, or finds that there is none. */
  static void delete(Place place) throws IOException {
    try {
      place.backend().store().writer().delete(place.address());
    } catch (StoreException.NotFound e) {
      // There is nothing to be deleted.
    } catch (StoreException e) {
      throw JobFailedException.of(place.name(), e);
    }
  }
}
