package io.deltas3proxy.gateway.replication;

import io.deltas3proxy.gateway.Backend;
import io.deltas3proxy.gateway.GatewayBackend;
import io.deltas3proxy.gateway.MetadataUnavailableException;
import io.deltas3proxy.gateway.Replica;
import io.deltas3proxy.gateway.StoredVersion;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes a replica of a version, which is named in the metadata before a byte of it is sent. */
final class ReplicaAddition {

  private static final String NO_SOURCE = "there is no replica to copy from";

  private final Replicas replicas;
  private final ReplicaRemoval removal;
  private final ReplicaCopy copy;
  private final Clock clock;

  ReplicaAddition(Replicas replicas, ReplicaRemoval removal, ReplicaCopy copy, Clock clock) {
    this.replicas = replicas;
    this.removal = removal;
    this.copy = copy;
    this.clock = clock;
  }

  /** The backend that a job names, or the one that fits best. */
  GatewayBackend target(StoredVersion version, @Nullable String named)
      throws IOException, MetadataUnavailableException {
    if (named != null) {
      return replicas.backend(named);
    }
    List<GatewayBackend> candidates = replicas.candidates(version);
    if (candidates.isEmpty()) {
      throw JobFailedException.forNow("no allowed backend can take another replica now");
    }
    return candidates.getFirst();
  }

  /** Adds a replica; nothing is done where it is there already. Gives the version as it is then. */
  StoredVersion add(StoredVersion version, GatewayBackend target, JobRun run)
      throws IOException, MetadataUnavailableException {
    Backend description = target.description();
    replicas.requireAllowed(version, description, run);
    Replica planned = replicas.planned(version, description);
    if (planned.status() == Replica.Status.ACTIVE) {
      return version;
    }
    if (!description.takesNew()) {
      throw JobFailedException.forGood(
          "backend " + description.name() + " takes nothing new: it is disabled or draining");
    }
    if (!target.isUsable()) {
      throw JobFailedException.notNow("backend " + description.name() + " does not answer");
    }
    if (!target.isReadyFor(planned.bucket())) {
      throw JobFailedException.notNow("backend " + description.name() + " lacks the bucket");
    }
    if (replicas.sourcesBeside(version, description.name()).isEmpty()) {
      throw JobFailedException.forNow(NO_SOURCE);
    }
    Replica begun = Replicas.begun(planned);
    StoredVersion noted = replicas.note(version, begun);
    Place to = new Place(target, begun);
    try {
      String eTag = fill(noted, to, run);
      run.insist();
      run.made(to.name());
      return active(noted, to, eTag);
    } catch (JobStoppedException e) {
      throw e;
    } catch (JobFailedException e) {
      failed(noted, begun, e.text());
      throw e;
    } catch (IOException e) {
      JobFailedException failure = JobFailedException.of(to.name(), e);
      failed(noted, begun, failure.text());
      throw failure;
    }
  }

  private StoredVersion active(StoredVersion version, Place to, String eTag)
      throws IOException, MetadataUnavailableException {
    try {
      return replicas.note(version, Replicas.verified(to.replica(), eTag, clock.instant()));
    } catch (JobFailedException e) {
      // It was deleted meanwhile, and may have been collected before the last byte had come.
      ReplicaRemoval.delete(to);
      throw e;
    }
  }

  private void failed(StoredVersion version, Replica replica, String error)
      throws MetadataUnavailableException {
    try {
      replicas.note(version, Replicas.with(replica, Replica.Status.FAILED, error));
    } catch (IOException e) {
      // It is gone, and so is the row of this replica.
    }
  }

  /** Copies from the first source that gives the right bytes; the target's entity tag. */
  private String fill(StoredVersion version, Place to, JobRun run)
      throws IOException, MetadataUnavailableException {
    String trouble = NO_SOURCE;
    for (Place from : replicas.sources(version, run.job().work().source())) {
      if (from.name().equals(to.name())) {
        continue;
      }
      try {
        return copy.copy(version, from, to, run);
      } catch (SourceFailedException e) {
        trouble = e.text();
        if (e.isDamaged()) {
          failed(version, from.replica(), e.text());
        }
      }
    }
    throw JobFailedException.forNow(trouble);
  }

  /**
   * Takes back replicas that a job has begun or made, but never the last one.
   *
   * @param run of the only job about the version: whatever is being made, this one was making
   */
  void undo(JobRun run) throws IOException, MetadataUnavailableException {
    StoredVersion version;
    try {
      version = replicas.version(run);
    } catch (JobFailedException e) {
      return;
    }
    for (Replica replica : version.replicas()) {
      boolean begun = replica.status() == Replica.Status.SYNCING;
      boolean made =
          replica.status() == Replica.Status.ACTIVE
              && run.hasMade(replica.backend())
              && replicas.activeBeside(version, replica.backend()) > 0;
      if (begun || made) {
        Place place = new Place(replicas.backend(replica.backend()), replica);
        removal.end(version, place, "its job was cancelled");
      }
    }
  }
}
