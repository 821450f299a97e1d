package io.deltas3proxy.gateway.object;

import io.deltas3proxy.gateway.MetadataUnavailableException;
import io.deltas3proxy.gateway.NewVersion;
import io.deltas3proxy.gateway.ObjectPut;
import io.deltas3proxy.gateway.RefusedPlacementException;
import io.deltas3proxy.gateway.Upload;
import io.deltas3proxy.gateway.Upload.BackendUpload;
import io.deltas3proxy.storage.StoreException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Begins uploads in parts: here first, then on each backend. */
final class UploadCreation {

  private static final Logger LOG = LoggerFactory.getLogger(UploadCreation.class);
  private static final int ID_BYTES = 24;

  private final ObjectPorts ports;
  private final VersionBeginning beginning;
  private final Clock clock;
  private final SecureRandom random = new SecureRandom();

  UploadCreation(ObjectPorts ports, VersionBeginning beginning, Clock clock) {
    this.ports = ports;
    this.beginning = beginning;
    this.clock = clock;
  }

  Upload create(ObjectPut request)
      throws StoreException, RefusedPlacementException, MetadataUnavailableException {
    VersionBeginning.Planned planned = beginning.plan(request, "CreateMultipartUpload");
    PlacePlan plan = planned.plan();
    // Backends that may have to take over are recorded as well: nothing else may get any bytes.
    List<Place> places = new ArrayList<>(plan.first());
    for (var spare = plan.takeSpare(); spare.isPresent(); spare = plan.takeSpare()) {
      places.add(spare.get());
    }
    Upload upload = upload(planned.version(), places);
    ports.uploads().create(upload);
    List<BackendUpload> begun = begin(upload.uploadId(), places, planned);
    if (begun.size() < plan.fewest()) {
      var unused = ports.uploads().abort(upload.uploadId());
      throw new StoreException.Unavailable("too few backends take an upload now");
    }
    return new Upload(upload.uploadId(), upload.version(), upload.createdAt(), begun);
  }

  private Upload upload(NewVersion version, List<Place> places) {
    byte[] id = new byte[ID_BYTES];
    random.nextBytes(id);
    return new Upload(
        Base64.getUrlEncoder().withoutPadding().encodeToString(id),
        version.at(places.stream().map(Place::replica).toList()),
        Instant.ofEpochMilli(clock.millis()),
        places.stream().map(place -> new BackendUpload(place.name(), "", false)).toList());
  }

  /** Begins it on as many backends as were planned, one after the other. */
  private List<BackendUpload> begin(
      String uploadId, List<Place> places, VersionBeginning.Planned planned)
      throws MetadataUnavailableException {
    List<BackendUpload> begun = new ArrayList<>();
    Map<String, String> headers = StoredHeaders.description(planned.version().headers());
    for (Place place : places) {
      if (begun.size() == planned.plan().first().size()) {
        break;
      }
      try {
        String id = place.writer().createUpload(place.address(), headers);
        BackendUpload made = new BackendUpload(place.name(), id, false);
        ports.uploads().backend(uploadId, made);
        begun.add(made);
      } catch (StoreException e) {
        LOG.info("Backend {} does not begin an upload: {}", place.name(), e.getMessage());
      }
    }
    return begun;
  }
}
