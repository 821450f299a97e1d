package io.deltas3proxy.gateway.object;

import io.deltas3proxy.gateway.GatewayBackend;
import io.deltas3proxy.gateway.MetadataUnavailableException;
import io.deltas3proxy.gateway.ObjectPut;
import io.deltas3proxy.gateway.Replica;
import io.deltas3proxy.gateway.Upload;
import io.deltas3proxy.storage.StoreException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

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

  /** Where an upload still is, as far as these backends are known. */
  List<UploadPlace> places(Upload upload) {
    List<UploadPlace> places = new ArrayList<>();
    for (Upload.BackendUpload at : upload.backends()) {
      Optional<GatewayBackend> backend = ports.backends().find(at.backend());
      Optional<Replica> replica =
          upload.version().replicas().stream()
              .filter(one -> one.backend().equals(at.backend()))
              .findFirst();
      if (!at.dropped() && !at.id().isEmpty() && backend.isPresent() && replica.isPresent()) {
        places.add(
            new UploadPlace(upload.uploadId(), new Place(backend.get(), replica.get()), at.id()));
      }
    }
    return places;
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
