package io.deltas3proxy.gateway.object;

import io.deltas3proxy.gateway.LaterPlacement;
import io.deltas3proxy.gateway.MetadataUnavailableException;
import io.deltas3proxy.gateway.NewVersion;
import io.deltas3proxy.gateway.ObjectPut;
import io.deltas3proxy.gateway.PlacementDecision;
import io.deltas3proxy.gateway.RefusedPlacementException;
import io.deltas3proxy.gateway.Replica;
import io.deltas3proxy.gateway.StoredVersion;
import io.deltas3proxy.gateway.SyncStatus;
import io.deltas3proxy.gateway.Upload;
import io.deltas3proxy.storage.StoreException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds uploads, and the places that they go to. */
final class UploadSearch {

  private final ObjectPorts ports;
  private final int minimumReplicas;

  UploadSearch(ObjectPorts ports, ObjectSettings settings) {
    this.ports = ports;
    this.minimumReplicas = settings.minimumReplicas();
  }

  /**
   * An upload at one place.
   *
   * @param backendId the backend's id of it
   */
  record UploadPlace(String uploadId, Place place, String backendId) {}

  /**
   * The upload of an id.
   *
   * @throws StoreException.NoSuchUpload if there is none of this bucket and key
   */
  Upload find(String uploadId, ObjectPut.Target target)
      throws MetadataUnavailableException, StoreException {
    return ports
        .uploads()
        .find(uploadId)
        .filter(upload ->
            upload.version().bucket().equals(target.bucket().name())
                && upload.version().key().equals(target.key()))
        .orElseThrow(() -> new StoreException.NoSuchUpload("no such upload"));
  }

  /**
   * Where an upload still is, as far as these backends are known and used. It may last for days, so
   * the rules of today are asked for each place as well.
   *
   * @param operation S3's name of what is asked for
   * @throws RefusedPlacementException if rules leave too few places, which is recorded
   */
  List<UploadPlace> places(Upload upload, String operation, String requestId)
      throws RefusedPlacementException, MetadataUnavailableException {
    List<UploadPlace> places = new ArrayList<>();
    @Nullable Place refusing = null;
    for (Upload.BackendUpload at : upload.backends()) {
      Optional<Place> place = at.dropped() || at.id().isEmpty() ? Optional.empty() : at(upload, at);
      if (place.isPresent()) {
        Optional<PlacementDecision.Refused> refused =
            ports.placements().refusal(version(upload), place.get().description());
        if (refused.isEmpty()) {
          places.add(new UploadPlace(upload.uploadId(), place.get(), at.id()));
        } else {
          refusing = place.get();
        }
      }
    }
    if (refusing != null && places.size() < fewest(upload)) {
      Optional<PlacementDecision.Refused> refusal =
          ports
              .placements()
              .decideLater(
                  new LaterPlacement(
                      version(upload), refusing.description(), operation, requestId));
      if (refusal.isPresent()) {
        throw new RefusedPlacementException(refusal.get().rule(), refusal.get().reason());
      }
    }
    return places;
  }

  private Optional<Place> at(Upload upload, Upload.BackendUpload at) {
    Optional<Replica> replica =
        upload.version().replicas().stream()
            .filter(one -> one.backend().equals(at.backend()))
            .findFirst();
    return ports
        .backends()
        .find(at.backend())
        .filter(backend -> backend.description().enabled())
        .flatMap(backend -> replica.map(one -> new Place(backend, one)));
  }

  /** What an upload is to become, as rules are asked about it. */
  private static StoredVersion version(Upload upload) {
    NewVersion version = upload.version();
    return new StoredVersion(
        0,
        version.bucket(),
        version.key(),
        version.versionId(),
        false,
        false,
        0,
        "",
        upload.createdAt(),
        version.headers(),
        version.tags(),
        version.protection(),
        new StoredVersion.Sync(
            SyncStatus.PENDING,
            version.primaryZone(),
            version.allowedZones(),
            version.requiredReplicas(),
            0),
        version.replicas());
  }

  /** All places that the upload was allowed to go to and may go to now. */
  List<Place> candidates(Upload upload) {
    List<Place> places = new ArrayList<>();
    for (Replica replica : upload.version().replicas()) {
      ports
          .backends()
          .find(replica.backend())
          .filter(backend -> backend.description().takesNew())
          .ifPresent(backend -> places.add(new Place(backend, replica)));
    }
    return places;
  }

  /** How many places must have all of it. */
  int fewest(Upload upload) {
    return Math.min(minimumReplicas, upload.version().requiredReplicas());
  }
}
