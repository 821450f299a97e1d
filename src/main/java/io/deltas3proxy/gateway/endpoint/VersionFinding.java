package io.deltas3proxy.gateway.endpoint;

import io.deltas3proxy.gateway.GatewayBucket;
import io.deltas3proxy.gateway.GatewayObjects;
import io.deltas3proxy.gateway.MetadataUnavailableException;
import io.deltas3proxy.gateway.StoredVersion;
import io.deltas3proxy.s3.protocol.HttpDates;
import io.deltas3proxy.s3.protocol.S3ErrorCode;
import io.deltas3proxy.s3.protocol.S3Exception;
import io.deltas3proxy.storage.ObjectInfo;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Finds the versions that requests name, and says as S3 does why one cannot be given. */
final class VersionFinding {

  static final String VERSION_ID = "x-amz-version-id";
  static final String DELETE_MARKER = "x-amz-delete-marker";

  /** What S3 calls a version that was stored before versions were kept: there is none here. */
  private static final String NULL_VERSION = "null";

  /** Example: {@code v20260102030405-0a1b2c3d}. */
  private static final Pattern ID = Pattern.compile("v\\d{14}-[0-9a-f]{8}");

  private final GatewayObjects objects;

  VersionFinding(GatewayObjects objects) {
    this.objects = objects;
  }

  /**
   * A version that has content.
   *
   * @param versionId {@code null} for the latest
   * @throws S3Exception if there is none
   */
  StoredVersion require(GatewayBucket bucket, String key, @Nullable String versionId)
      throws MetadataUnavailableException {
    StoredVersion found =
        find(bucket, key, versionId)
            .orElseThrow(() ->
                new S3Exception(
                    versionId == null ? S3ErrorCode.NO_SUCH_KEY : S3ErrorCode.NO_SUCH_VERSION));
    if (found.deleteMarker()) {
      throw ofMarker(found, versionId != null);
    }
    return found;
  }

  /** A version or a delete marker. */
  Optional<StoredVersion> find(GatewayBucket bucket, String key, @Nullable String versionId)
      throws MetadataUnavailableException {
    if (versionId != null) {
      requireId(versionId);
    }
    return objects.find(bucket.name(), key, versionId);
  }

  /** Refuses what cannot be the id of a version. */
  static void requireId(String versionId) {
    if (!ID.matcher(versionId).matches() && !versionId.equals(NULL_VERSION)) {
      throw new S3Exception(S3ErrorCode.INVALID_ARGUMENT, "Invalid version id specified");
    }
  }

  private static S3Exception ofMarker(StoredVersion marker, boolean named) {
    Map<String, String> headers = new HashMap<>();
    headers.put(DELETE_MARKER, "true");
    headers.put(VERSION_ID, marker.versionId());
    if (!named) {
      return new S3Exception(S3ErrorCode.NO_SUCH_KEY).with(headers);
    }
    headers.put("Allow", "DELETE");
    headers.put("Last-Modified", HttpDates.format(marker.lastModified()));
    return new S3Exception(S3ErrorCode.METHOD_NOT_ALLOWED).with(headers);
  }

  /** A version as clients know objects. */
  static ObjectInfo info(StoredVersion version) {
    Map<String, String> headers = new HashMap<>(version.headers());
    // Which checksum parts were announced to have, not a checksum.
    headers.remove("x-amz-checksum-algorithm");
    return new ObjectInfo(
        version.size(),
        version.eTag(),
        version.lastModified().truncatedTo(ChronoUnit.SECONDS),
        headers);
  }
}
