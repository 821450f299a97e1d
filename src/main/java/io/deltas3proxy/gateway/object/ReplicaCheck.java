package io.deltas3proxy.gateway.object;

import io.deltas3proxy.storage.Checksum;
import io.deltas3proxy.storage.ObjectContent;
import io.deltas3proxy.storage.ObjectInfo;
import io.deltas3proxy.storage.ReadConditions;
import io.deltas3proxy.storage.ReadRequest;
import io.deltas3proxy.storage.StoreException;
import io.deltas3proxy.storage.WrittenObject;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Holds what a backend says it has against what it was sent: by its entity tag, which mostly is the
 * MD5; else by size and a checksum; else by reading all of it again.
 */
final class ReplicaCheck {

  private static final int BUFFER = 64 * 1024;

  private ReplicaCheck() {}

  /**
   * What a replica must be.
   *
   * @param md5 in hex; {@code null} where it is not known
   * @param checksums by header; any one that the backend has as well must be the same
   */
  record Expected(long size, @Nullable String md5, Map<String, String> checksums) {
    Expected {
      checksums = Map.copyOf(checksums);
    }

    static Expected of(BodyDigest.Body body) {
      return new Expected(body.length(), body.md5(), body.checksums());
    }
  }

  /**
   * Bytes that were sent as one body.
   *
   * @param md5 in hex
   */
  record Section(long size, String md5) {}

  /**
   * Checks a place that was written to.
   *
   * @param written what the backend said; {@code null} where its answer was lost
   * @return the entity tag of the replica
   * @throws StoreException if it is not what it must be, or cannot be looked at
   */
  static String require(Place place, Expected expected, @Nullable WrittenObject written)
      throws IOException {
    if (written != null && isMd5(written.eTag(), expected)) {
      return written.eTag();
    }
    ObjectInfo info =
        place
            .backend()
            .store()
            .head(new ReadRequest(place.address(), null, null, ReadConditions.NONE, true))
            .info();
    if (info.size() != expected.size()) {
      throw new StoreException.Unavailable(
          "a replica of " + info.size() + " bytes, not " + expected.size());
    }
    if (expected.md5() == null || isMd5(info.eTag(), expected)) {
      return info.eTag();
    }
    if (!hasChecksum(info, expected)) {
      requireContent(place, List.of(new Section(expected.size(), expected.md5())));
    }
    return info.eTag();
  }

  private static boolean isMd5(String eTag, Expected expected) {
    return expected.md5() != null && eTag.equals('"' + expected.md5() + '"');
  }

  private static boolean hasChecksum(ObjectInfo info, Expected expected) throws StoreException {
    boolean any = false;
    for (Map.Entry<String, String> checksum : expected.checksums().entrySet()) {
      String said = info.headers().get(checksum.getKey());
      if (said != null && !said.equals(checksum.getValue())) {
        throw new StoreException.Unavailable("a replica with another " + checksum.getKey());
      }
      any |= said != null;
    }
    return any;
  }

  /** Reads all of a replica, and holds it against the bodies that it was made of. */
  static void requireContent(Place place, List<Section> sections) throws IOException {
    byte[] buffer = new byte[BUFFER];
    try (ObjectContent content = place.backend().store().get(ReadRequest.whole(place.address()))) {
      for (Section section : sections) {
        Checksum md5 = Checksum.md5();
        for (long left = section.size(); left > 0; ) {
          int count = content.body().read(buffer, 0, (int) Math.min(left, BUFFER));
          if (count < 0) {
            throw new StoreException.Unavailable("a replica that ends early");
          }
          md5.update(buffer, 0, count);
          left -= count;
        }
        if (!BodyDigest.hex(md5).equals(section.md5())) {
          throw new StoreException.Unavailable("a replica of other bytes");
        }
      }
    }
  }
}
