package io.deltas3proxy.gateway.object;

import io.deltas3proxy.gateway.StoredVersion;
import io.deltas3proxy.storage.ByteRange;
import io.deltas3proxy.storage.ObjectContent;
import io.deltas3proxy.storage.ObjectInfo;
import io.deltas3proxy.storage.ReadRequest;
import io.deltas3proxy.storage.StoreException;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The replicas of one version, opened one after the other; a bounded number of times in all. */
final class ReplicaSource {

  private static final Logger LOG = LoggerFactory.getLogger(ReplicaSource.class);

  /** How often each replica is tried in a row. */
  private static final int TRIES = 2;

  private final StoredVersion version;
  private final ReplicaTrouble trouble;
  private final List<Place> places;
  private final Set<Place> damaged = new HashSet<>();
  private final Deque<Place> untried = new ArrayDeque<>();
  private final Set<Place> used = new HashSet<>();

  /** A replica whose body is open. */
  record Opened(Place place, ObjectContent content) {}

  ReplicaSource(StoredVersion version, List<Place> places, ReplicaTrouble trouble) {
    this.version = version;
    this.trouble = trouble;
    this.places = List.copyOf(places);
    renew();
  }

  /** Lets each replica be tried as often again: what was read since is worth it. */
  void renew() {
    untried.clear();
    for (int i = 0; i < TRIES; i++) {
      for (Place place : places) {
        if (!damaged.contains(place)) {
          untried.add(place);
        }
      }
    }
  }

  StoredVersion version() {
    return version;
  }

  /**
   * Opens the next replica that can be opened.
   *
   * @param first position of the first byte
   * @param end position behind the last byte, above {@code first} or the size, which is 0 then
   */
  Opened next(long first, long end) throws StoreException {
    StoreException last = null;
    for (Place place = untried.poll(); place != null; place = untried.poll()) {
      try {
        Opened opened = new Opened(place, open(place, first, end));
        used.add(place);
        return opened;
      } catch (StoreException.NotFound e) {
        damaged(place, "it is missing");
        last = e;
      } catch (StoreException e) {
        LOG.info("A replica on {} cannot be read: {}", place.name(), e.getMessage());
        last = e;
      }
    }
    throw nobody(last);
  }

  private static StoreException nobody(@Nullable StoreException last) {
    String message = "no replica can be read now";
    return last instanceof StoreException.Throttled
        ? new StoreException.Throttled(message)
        : new StoreException.Unavailable(message, last == null ? new IOException(message) : last);
  }

  private ObjectContent open(Place place, long first, long end) throws StoreException {
    ReadRequest request =
        first == 0 && end == version.size()
            ? ReadRequest.whole(place.address())
            : ReadRequest.range(place.address(), new ByteRange.Bounded(first, end - 1));
    ObjectContent content = place.backend().store().get(request);
    ObjectInfo info = content.head().info();
    String damage = null;
    if (info.size() != version.size()) {
      damage = "it has " + info.size() + " bytes, not " + version.size();
    } else if (!info.eTag().equals(place.replica().checksum())) {
      damage = "its entity tag is not the one that it was stored with";
    }
    if (damage != null || content.head().length() != end - first) {
      close(content);
      if (damage != null) {
        damaged(place, damage);
      }
      throw new StoreException.Unavailable("the answer is not what was asked for");
    }
    return content;
  }

  /** One that is damaged is not asked again. */
  private void damaged(Place place, String what) {
    damaged.add(place);
    untried.removeIf(place::equals);
    trouble.damaged(version, place, what);
  }

  /** What was given was not the version: any replica that gave some of it may be at fault. */
  void corrupt() {
    for (Place place : new ArrayList<>(used)) {
      damaged(place, "its bytes are not those that were stored");
    }
    used.clear();
  }

  static void close(ObjectContent content) {
    try {
      content.close();
    } catch (IOException e) {
      LOG.debug("Closing a read failed", e);
    }
  }
}
