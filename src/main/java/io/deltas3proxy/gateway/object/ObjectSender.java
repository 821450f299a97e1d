package io.deltas3proxy.gateway.object;

import io.deltas3proxy.storage.PutRequest;
import io.deltas3proxy.storage.StoreException;
import io.deltas3proxy.storage.WriteConditions;
import io.deltas3proxy.storage.WrittenObject;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;

/**
 * Stores a body as a whole object on backends.
 *
 * @param length in bytes
 * @param headers that backends are told
 */
record ObjectSender(
    WrittenVersion version, long length, Map<String, String> headers, BodyDigest digest)
    implements FanOut.Sender<Place> {
  ObjectSender {
    headers = Map.copyOf(headers);
  }

  @Override
  public String send(Place place, InputStream body) throws IOException {
    PutRequest request =
        new PutRequest(place.address(), length, headers, WriteConditions.NONE, null);
    WrittenObject written;
    try {
      written = place.writer().put(request, body);
    } catch (StoreException.Indeterminate e) {
      // Nobody else writes there: what is found is what was sent.
      return ReplicaCheck.require(place, ReplicaCheck.Expected.of(digest.body()), null);
    }
    return ReplicaCheck.require(place, ReplicaCheck.Expected.of(digest.body()), written);
  }

  @Override
  public void late(Place place) {
    Strays.end(place, version);
  }
}
