package io.deltas3proxy.gateway.metadata;

import io.deltas3proxy.gateway.StoredVersion;
import io.deltas3proxy.storage.EntityTags;
import io.deltas3proxy.storage.StoreException;
import io.deltas3proxy.storage.WriteConditions;
import java.util.Optional;

/** Holds conditions against the latest version of a key. A delete marker is no object. */
final class KeyConditions {

  private KeyConditions() {}

  static Optional<StoreException> violated(
      WriteConditions conditions, Optional<StoredVersion> latest) {
    Optional<StoredVersion> object = latest.filter(version -> !version.deleteMarker());
    if (conditions.ifAbsent() && object.isPresent()) {
      return failed("there is such an object");
    }
    String wanted = conditions.ifMatch();
    if (wanted != null
        && object.filter(o -> EntityTags.parse(wanted).matchesStrongly(o.eTag())).isEmpty()) {
      return failed("the object is another, or is not there");
    }
    return Optional.empty();
  }

  private static Optional<StoreException> failed(String why) {
    return Optional.of(new StoreException.PreconditionFailed(why));
  }
}
