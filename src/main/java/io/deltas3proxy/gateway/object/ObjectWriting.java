package io.deltas3proxy.gateway.object;

import io.deltas3proxy.gateway.MetadataUnavailableException;
import io.deltas3proxy.gateway.ObjectPut;
import io.deltas3proxy.gateway.RefusedPlacementException;
import io.deltas3proxy.gateway.Replica;
import io.deltas3proxy.gateway.StoredVersion;
import io.deltas3proxy.gateway.VersionCommit;
import io.deltas3proxy.storage.StoreException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;

/** Stores whole objects. */
final class ObjectWriting {

  private final VersionBeginning beginning;
  private final VersionEnding ending;
  private final Duration delay;

  ObjectWriting(VersionBeginning beginning, VersionEnding ending, Duration delay) {
    this.beginning = beginning;
    this.ending = ending;
    this.delay = delay;
  }

  StoredVersion put(ObjectPut request, InputStream body)
      throws IOException, RefusedPlacementException, MetadataUnavailableException {
    beginning.requireConditions(request.target(), request.conditions());
    return write(beginning.plan(request, "PutObject"), request, body);
  }

  /** Sends a body to the places of a plan, and makes it a version. */
  StoredVersion write(VersionBeginning.Planned planned, ObjectPut request, InputStream body)
      throws IOException, MetadataUnavailableException {
    WrittenVersion version = beginning.begin(planned);
    try {
      return write(version, request, body);
    } finally {
      version.left();
    }
  }

  private StoredVersion write(WrittenVersion version, ObjectPut request, InputStream body)
      throws IOException, MetadataUnavailableException {
    BodyDigest digest = new BodyDigest(request.length(), request.headers(), request.trailer());
    ObjectSender sender =
        new ObjectSender(
            version, request.length(), StoredHeaders.ofObject(request.headers()), digest);
    FanOut<Place> fanOut =
        new FanOut<>(
            sender, new WriteCourse(digest, version.lease(), version::nextPlace), limits(version));
    List<FanOut.Outcome<Place>> outcomes;
    try {
      outcomes = fanOut.send(version.plan().first(), body);
    } catch (IOException | RuntimeException | MetadataUnavailableException e) {
      if (!digest.isEnded()) {
        // No place stores it: each saw the body fail before its end.
        ending.giveUp(version);
      }
      throw e;
    }
    List<Replica> replicas = requireEnough(version, outcomes);
    BodyDigest.Body content = digest.body();
    VersionCommit commit =
        new VersionCommit(
            content.length(),
            content.eTag(),
            content.checksums(),
            replicas,
            version.plan().jobs(version.id(), replicas),
            request.conditions(),
            null);
    return ending.commit(version, commit, ending.outcome(version));
  }

  /** How the replicas ended; too few of them are given up. */
  List<Replica> requireEnough(WrittenVersion version, List<FanOut.Outcome<Place>> outcomes)
      throws StoreException {
    try {
      return ending.requireEnough(version.plan(), outcomes);
    } catch (StoreException e) {
      // Where a place may still be at it, the lease ends it.
      if (outcomes.stream().noneMatch(FanOut.Outcome::givenUp)) {
        ending.giveUp(version);
      }
      throw e;
    }
  }

  FanOut.Limits limits(WrittenVersion version) {
    return new FanOut.Limits(version.plan().fewest(), delay);
  }
}
