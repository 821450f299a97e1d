package io.deltas3proxy.gateway.object;

import io.deltas3proxy.gateway.MetadataUnavailableException;
import io.deltas3proxy.gateway.ObjectPut;
import io.deltas3proxy.gateway.RefusedPlacementException;
import io.deltas3proxy.gateway.Replica;
import io.deltas3proxy.gateway.StoredVersion;
import io.deltas3proxy.gateway.VersionBody;
import io.deltas3proxy.gateway.VersionCommit;
import io.deltas3proxy.storage.StoreException;
import io.deltas3proxy.storage.StoreException.Invalid.Fault;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Stores copies of versions. Where each place of the copy has the source too, the backends copy it;
 * else it passes through here, read once. Where the source may be has no meaning for the copy.
 */
final class ObjectCopying {

  /** The longest object that S3 copies in one piece: 5 GiB. */
  private static final long MOST_BYTES = 5L << 30;

  private final ObjectReading reading;
  private final VersionBeginning beginning;
  private final VersionEnding ending;
  private final ObjectWriting writing;

  ObjectCopying(
      ObjectReading reading,
      VersionBeginning beginning,
      VersionEnding ending,
      ObjectWriting writing) {
    this.reading = reading;
    this.beginning = beginning;
    this.ending = ending;
    this.writing = writing;
  }

  StoredVersion copy(ObjectPut request, StoredVersion source)
      throws IOException, RefusedPlacementException, MetadataUnavailableException {
    if (source.size() > MOST_BYTES) {
      throw new StoreException.Invalid(
          Fault.INVALID_REQUEST, "the source of a copy has at most " + MOST_BYTES + " bytes");
    }
    beginning.requireConditions(request.target(), request.conditions());
    VersionBeginning.Planned planned = beginning.plan(request, "CopyObject");
    boolean within =
        planned.plan().first().stream()
            .allMatch(place -> replicaOn(source, place.name()).isPresent());
    return within ? byStores(planned, request, source) : byReading(planned, request, source);
  }

  /** The whole replica that a backend has of a version, if it has one. */
  static Optional<Replica> replicaOn(StoredVersion source, String backend) {
    return source.replicas().stream()
        .filter(replica ->
            replica.backend().equals(backend)
                && replica.status() == Replica.Status.ACTIVE
                && replica.checksum() != null)
        .findFirst();
  }

  private StoredVersion byReading(
      VersionBeginning.Planned planned, ObjectPut request, StoredVersion source)
      throws IOException, MetadataUnavailableException {
    ObjectPut put =
        new ObjectPut(
            request.target(),
            source.size(),
            request.headers(),
            request.tags(),
            request.protection(),
            request.conditions());
    try (VersionBody body = reading.open(source, null)) {
      return writing.write(planned, put, body.body());
    }
  }

  private StoredVersion byStores(
      VersionBeginning.Planned planned, ObjectPut request, StoredVersion source)
      throws IOException, MetadataUnavailableException {
    WrittenVersion version = beginning.begin(planned);
    try {
      FanOut<Place> fanOut =
          new FanOut<>(
              new CopySender(version, source, request.headers(), reading),
              new CopyCourse(version.lease(), version::nextPlace),
              writing.limits(version));
      List<FanOut.Outcome<Place>> outcomes =
          fanOut.send(version.plan().first(), InputStream.nullInputStream());
      List<Replica> replicas = writing.requireEnough(version, outcomes);
      VersionCommit commit =
          new VersionCommit(
              source.size(),
              source.eTag(),
              Map.of(),
              replicas,
              version.plan().jobs(version.id(), replicas),
              request.conditions(),
              null);
      return ending.commit(version, commit, ending.outcome(version));
    } finally {
      version.left();
    }
  }
}
