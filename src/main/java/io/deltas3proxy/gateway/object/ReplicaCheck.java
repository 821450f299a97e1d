package io.deltas3proxy.gateway.object;

import io.deltas3proxy.storage.Checksum;
import io.deltas3proxy.storage.ObjectContent;
import io.deltas3proxy.storage.ObjectInfo;
import io.deltas3proxy.storage.ReadConditions;
import io.deltas3proxy.storage.ReadRequest;
import io.deltas3proxy.storage.StoreException;
import io.deltas3proxy.storage.WrittenObject;
import java.io.IOException;
import java.io.InputStream;
import java.util.Base64;
import java.util.HexFormat;
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
      requireContent(place, expected);
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

  private static void requireContent(Place place, Expected expected) throws IOException {
    Checksum md5 = Checksum.md5();
    try (ObjectContent content = place.backend().store().get(ReadRequest.whole(place.address()))) {
      InputStream body = content.body();
      byte[] buffer = new byte[BUFFER];
      for (int count = body.read(buffer); count >= 0; count = body.read(buffer)) {
        md5.update(buffer, 0, count);
      }
    }
    String hex = HexFormat.of().formatHex(Base64.getDecoder().decode(md5.value()));
    if (!hex.equals(expected.md5())) {
      throw new StoreException.Unavailable("a replica of other bytes");
    }
  }
}
