package io.deltas3proxy.gateway.object;

import io.deltas3proxy.gateway.Backends;
import io.deltas3proxy.gateway.GatewayBackend;
import io.deltas3proxy.gateway.MetadataUnavailableException;
import io.deltas3proxy.gateway.Replica;
import io.deltas3proxy.gateway.StoredVersion;
import io.deltas3proxy.gateway.Upload;
import io.deltas3proxy.storage.ObjectAddress;
import io.deltas3proxy.storage.ObjectWriter;
import io.deltas3proxy.storage.StoreException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Empties the places of what nobody sees any more: exactly those that its rows name. A row ends
 * only when all its places are empty, so that what fails is done again.
 */
final class Collection {

  private static final Logger LOG = LoggerFactory.getLogger(Collection.class);

  /** Between two lines about one backend: each of many objects would be one, every few seconds. */
  private static final Duration QUIET = Duration.ofMinutes(10);

  private final Map<String, Instant> quiet = new ConcurrentHashMap<>();
  private final ObjectPorts ports;
  private final Clock clock;
  private final Duration uploadLifetime;

  Collection(ObjectPorts ports, Clock clock, Duration uploadLifetime) {
    this.ports = ports;
    this.clock = clock;
    this.uploadLifetime = uploadLifetime;
  }

  /**
   * Empties.
   *
   * @param most versions, and uploads, that are looked at
   * @return how many of them are ended
   */
  int run(int most) throws MetadataUnavailableException {
    int ended = 0;
    for (Upload upload : ports.uploads().collectable(clock.instant().minus(uploadLifetime), most)) {
      ended += end(upload) ? 1 : 0;
    }
    for (StoredVersion version : ports.versions().collectable(most)) {
      if (isEmptied(version)) {
        ports.versions().forget(version.id());
        ended++;
      }
    }
    return ended;
  }

  private boolean isEmptied(StoredVersion version) {
    boolean emptied = true;
    for (Replica replica : version.replicas()) {
      emptied &= replica.status() == Replica.Status.DELETED || isEmptied(replica);
    }
    return emptied;
  }

  private boolean isEmptied(Replica replica) {
    Optional<GatewayBackend> backend = backend(replica.backend());
    if (backend.isEmpty()) {
      return false;
    }
    try {
      backend.get().store().writer().delete(new ObjectAddress(replica.bucket(), replica.key()));
      return true;
    } catch (StoreException.NotFound e) {
      // Not even its bucket is there.
      return true;
    } catch (StoreException e) {
      if (isNews(replica.backend())) {
        LOG.info("Objects are left on {} for now: {}", replica.backend(), e.getMessage());
      }
      return false;
    }
  }

  /** One that was taken out of the configuration may come back: what is there stays known. */
  private Optional<GatewayBackend> backend(String name) {
    Backends backends = ports.backends();
    Optional<GatewayBackend> found = backends.find(name);
    if (found.isEmpty() && isNews(name)) {
      LOG.warn("Backend {} is not known any more: what is left there cannot be deleted", name);
    }
    return found;
  }

  private boolean isNews(String backend) {
    Instant now = clock.instant();
    Instant until = quiet.get(backend);
    if (until != null && now.isBefore(until)) {
      return false;
    }
    quiet.put(backend, now.plus(QUIET));
    return true;
  }

  private boolean end(Upload upload) throws MetadataUnavailableException {
    // From now on no part is added, and no completion succeeds.
    var unused = ports.uploads().abort(upload.uploadId());
    Map<String, String> ids = new HashMap<>();
    upload.backends().forEach(at -> ids.put(at.backend(), at.id()));
    boolean freed = true;
    for (Replica replica : upload.version().replicas()) {
      freed &= isFreed(replica, ids.getOrDefault(replica.backend(), ""));
    }
    if (freed) {
      ports.uploads().forget(upload.uploadId());
    }
    return freed;
  }

  /**
   * Ends an upload on a backend; one that was completed is not there any more.
   *
   * @param backendId empty where none was noted: the backend may have one all the same
   */
  private boolean isFreed(Replica replica, String backendId) {
    Optional<GatewayBackend> backend = backend(replica.backend());
    if (backend.isEmpty()) {
      return false;
    }
    ObjectAddress address = new ObjectAddress(replica.bucket(), replica.key());
    try {
      ObjectWriter writer = backend.get().store().writer();
      for (String id : backendId.isEmpty() ? unnoted(writer, address) : List.of(backendId)) {
        writer.abortUpload(address, id);
      }
      return true;
    } catch (StoreException.NoSuchUpload | StoreException.NotFound e) {
      return true;
    } catch (StoreException e) {
      if (isNews(replica.backend())) {
        LOG.info("Uploads are left on {} for now: {}", replica.backend(), e.getMessage());
      }
      return false;
    }
  }

  /** Uploads whose beginning got no further than the backend; nothing was sent to them. */
  private static List<String> unnoted(ObjectWriter writer, ObjectAddress address)
      throws StoreException {
    try {
      return writer.uploadsOf(address);
    } catch (StoreException.Unsupported e) {
      return List.of();
    }
  }
}
