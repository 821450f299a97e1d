package io.deltas3proxy.gateway.replication;

import io.deltas3proxy.gateway.MetadataUnavailableException;
import io.deltas3proxy.gateway.Replica;
import io.deltas3proxy.gateway.StoredVersion;
import io.deltas3proxy.storage.ObjectContent;
import io.deltas3proxy.storage.ReadHead;
import io.deltas3proxy.storage.ReadRequest;
import io.deltas3proxy.storage.StoreException;
import java.io.IOException;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/** Looks whether a replica is still what was stored, and notes what it finds. */
final class ReplicaVerification {

  /** What was found. */
  enum Finding {
    SOUND,
    DAMAGED,
    MISSING
  }

  /**
   * What was found.
   *
   * @param eTag as the backend says it; empty where it has none
   */
  record Answer(Finding finding, String eTag) {
    static Answer of(boolean sound, String eTag) {
      return new Answer(sound ? Finding.SOUND : Finding.DAMAGED, eTag);
    }
  }

  private final Replicas replicas;
  private final Throughput throughput;
  private final Clock clock;

  ReplicaVerification(Replicas replicas, Throughput throughput, Clock clock) {
    this.replicas = replicas;
    this.throughput = throughput;
    this.clock = clock;
  }

  /** By what the backend says of it, its size and its entity tag; and notes it. */
  Finding asked(StoredVersion version, Place place)
      throws IOException, MetadataUnavailableException {
    return note(version, place, ask(version, place));
  }

  /** By its bytes, all of which are read; and notes it. */
  Finding read(StoredVersion version, Place place, CheckedBody.Flow flow)
      throws IOException, MetadataUnavailableException {
    return note(version, place, look(version, place, flow));
  }

  /** As {@link #asked}, and notes nothing. */
  static Answer ask(StoredVersion version, Place place) throws IOException {
    try {
      ReadHead head = place.backend().store().head(ReadRequest.whole(place.address()));
      boolean sound =
          head.length() == version.size() && isKnown(version, place, head.info().eTag());
      return Answer.of(sound, head.info().eTag());
    } catch (StoreException.NotFound e) {
      return new Answer(Finding.MISSING, "");
    } catch (StoreException e) {
      throw JobFailedException.of(place.name(), e);
    }
  }

  /** As {@link #read}, and notes nothing. */
  Answer look(StoredVersion version, Place place, CheckedBody.Flow flow) throws IOException {
    Fingerprint fingerprint = new Fingerprint(version);
    try (ObjectContent content = place.backend().store().get(ReadRequest.whole(place.address()))) {
      String eTag = content.head().info().eTag();
      if (content.head().length() != version.size()) {
        return new Answer(Finding.DAMAGED, eTag);
      }
      ReplicaCopy.read(
          content.body(),
          fingerprint,
          bytes -> {
            flow.pass(bytes);
            throughput.pass(place.name(), bytes, () -> flow.pass(0));
          });
      boolean sound =
          fingerprint.fits() && (fingerprint.isTelling() || isKnown(version, place, eTag));
      return Answer.of(sound, eTag);
    } catch (StoreException.NotFound e) {
      return new Answer(Finding.MISSING, "");
    } catch (JobStoppedException | JobFailedException e) {
      throw e;
    } catch (IOException e) {
      throw JobFailedException.of(place.name(), e);
    }
  }

  /** Whether an entity tag is the one that the replica had, or tells of the right bytes. */
  private static boolean isKnown(StoredVersion version, Place place, String eTag) {
    @Nullable String checksum = place.replica().checksum();
    String found = Fingerprint.bare(eTag);
    String md5 = Fingerprint.bare(version.eTag());
    return checksum == null
        ? Fingerprint.isMd5(md5) && md5.equals(found)
        : Fingerprint.bare(checksum).equals(found);
  }

  private Finding note(StoredVersion version, Place place, Answer answer)
      throws IOException, MetadataUnavailableException {
    Replica replica = place.replica();
    Finding finding = answer.finding();
    switch (finding) {
      case SOUND ->
          replicas.note(version, Replicas.verified(replica, answer.eTag(), clock.instant()));
      case DAMAGED, MISSING -> {
        String error =
            finding == Finding.MISSING
                ? "the backend has no such object"
                : "the object is not the one that was stored";
        replicas.note(version, Replicas.with(replica, Replica.Status.FAILED, error));
      }
    }
    return finding;
  }
}
