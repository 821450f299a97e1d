package io.deltas3proxy.gateway.object;

import io.deltas3proxy.storage.StoreException;
import io.deltas3proxy.storage.UploadCompletion;
import io.deltas3proxy.storage.WriteConditions;
import io.deltas3proxy.storage.WrittenObject;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Completes an upload on backends. What one of them has completed before is found there.
 *
 * @param uploadIds of the backends, by their names
 */
record CompletionSender(WrittenVersion version, PartList parts, Map<String, String> uploadIds)
    implements FanOut.Sender<Place> {
  CompletionSender {
    uploadIds = Map.copyOf(uploadIds);
  }

  @Override
  public String send(Place place, InputStream nothing) throws IOException {
    UploadCompletion completion =
        new UploadCompletion(
            place.address(),
            uploadIds.getOrDefault(place.name(), ""),
            parts.on(place.name()),
            Map.of(),
            WriteConditions.NONE);
    try {
      return require(place, place.writer().completeUpload(completion));
    } catch (StoreException.NoSuchUpload | StoreException.Indeterminate e) {
      return require(place, null);
    }
  }

  /**
   * Each part was looked at when it came, if its entity tag tells: then all must be there. What was
   * completed before may have been made of other parts.
   */
  private String require(Place place, @Nullable WrittenObject written) throws IOException {
    String eTag =
        ReplicaCheck.require(
            place, new ReplicaCheck.Expected(parts.size(), null, Map.of()), written);
    boolean earlier = written == null && !eTag.equals(parts.eTag());
    if (earlier || !parts.isProvenOn(place.name())) {
      ReplicaCheck.requireContent(place, parts.sections());
    }
    return eTag;
  }

  @Override
  public void late(Place place) {
    Strays.end(place, version);
  }
}
