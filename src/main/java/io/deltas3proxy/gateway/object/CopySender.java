package io.deltas3proxy.gateway.object;

import io.deltas3proxy.gateway.Replica;
import io.deltas3proxy.gateway.StoredVersion;
import io.deltas3proxy.gateway.VersionBody;
import io.deltas3proxy.storage.CopyRequest;
import io.deltas3proxy.storage.ObjectAddress;
import io.deltas3proxy.storage.PutRequest;
import io.deltas3proxy.storage.ReadConditions;
import io.deltas3proxy.storage.StoreException;
import io.deltas3proxy.storage.WriteConditions;
import io.deltas3proxy.storage.WrittenObject;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes copies of a version on backends: by the backend itself where it has a whole replica, else
 * from any replica.
 *
 * @param headers of the copy
 */
record CopySender(
    WrittenVersion version,
    StoredVersion source,
    Map<String, String> headers,
    ObjectReading reading)
    implements FanOut.Sender<Place> {

  private static final Logger LOG = LoggerFactory.getLogger(CopySender.class);

  CopySender {
    headers = Map.copyOf(headers);
  }

  @Override
  public String send(Place place, InputStream nothing) throws IOException {
    Optional<Replica> held = ObjectCopying.replicaOn(source, place.name());
    ReplicaCheck.Expected expected =
        new ReplicaCheck.Expected(source.size(), FailoverBody.md5(source.eTag()), Map.of());
    if (held.isPresent()) {
      try {
        return ReplicaCheck.require(place, expected, copy(place, held.get()));
      } catch (StoreException.Indeterminate e) {
        return ReplicaCheck.require(place, expected, null);
      } catch (StoreException e) {
        LOG.info("Backend {} does not copy by itself: {}", place.name(), e.getMessage());
      }
    }
    PutRequest request =
        new PutRequest(
            place.address(),
            source.size(),
            StoredHeaders.description(headers),
            WriteConditions.NONE,
            null);
    try (VersionBody body = reading.openElsewhere(source, place.name())) {
      return ReplicaCheck.require(place, expected, place.writer().put(request, body.body()));
    }
  }

  private WrittenObject copy(Place place, Replica held) throws StoreException {
    return place
        .writer()
        .copy(
            new CopyRequest(
                new ObjectAddress(held.bucket(), held.key()),
                place.address(),
                new ReadConditions(held.checksum(), null, null, null),
                StoredHeaders.description(headers),
                WriteConditions.NONE));
  }

  @Override
  public void late(Place place) {
    Strays.end(place, version);
  }
}
