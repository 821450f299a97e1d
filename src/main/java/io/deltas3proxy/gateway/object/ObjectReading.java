package io.deltas3proxy.gateway.object;

import io.deltas3proxy.gateway.StoredVersion;
import io.deltas3proxy.gateway.VersionBody;
import io.deltas3proxy.storage.ByteRange;
import io.deltas3proxy.storage.StoreException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Opens versions for reading. */
final class ObjectReading {

  private final ReplicaOrder order;
  private final ReplicaTrouble trouble;

  ObjectReading(ReplicaOrder order, ReplicaTrouble trouble) {
    this.order = order;
    this.trouble = trouble;
  }

  VersionBody open(StoredVersion version, ByteRange.@Nullable Bounded range) throws StoreException {
    return open(version, range, order.of(version));
  }

  /** Opens all of a version, on one backend only where no other has it. */
  VersionBody openElsewhere(StoredVersion version, String backend) throws StoreException {
    List<Place> places = new ArrayList<>(order.of(version));
    // Stable: the others stay in their order.
    places.sort(Comparator.comparing(place -> place.name().equals(backend)));
    return open(version, null, places);
  }

  private VersionBody open(
      StoredVersion version, ByteRange.@Nullable Bounded range, List<Place> places)
      throws StoreException {
    long first = range == null ? 0 : range.first();
    long end = range == null ? version.size() : Math.min(range.last() + 1, version.size());
    if (first > end) {
      throw new StoreException.RangeNotSatisfiable(version.size());
    }
    if (places.isEmpty()) {
      throw new StoreException.Unavailable("no replica can be read now");
    }
    FailoverBody body = new FailoverBody(new ReplicaSource(version, places, trouble), first, end);
    Place place = body.start();
    return new VersionBody(place.name(), place.replica().zone(), body);
  }
}
