package io.deltas3proxy.gateway.endpoint;

import io.deltas3proxy.gateway.GatewayBucket;
import io.deltas3proxy.gateway.GatewayObjects;
import io.deltas3proxy.gateway.MetadataUnavailableException;
import io.deltas3proxy.gateway.ObjectPut;
import io.deltas3proxy.gateway.RefusedPlacementException;
import io.deltas3proxy.gateway.StoredVersion;
import io.deltas3proxy.s3.protocol.CopySource;
import io.deltas3proxy.s3.protocol.ObjectBody;
import io.deltas3proxy.s3.protocol.ObjectLock;
import io.deltas3proxy.s3.protocol.S3Change;
import io.deltas3proxy.s3.protocol.S3ErrorCode;
import io.deltas3proxy.s3.protocol.S3Exception;
import io.deltas3proxy.s3.protocol.S3Requests;
import io.deltas3proxy.s3.protocol.S3VersionChange;
import io.deltas3proxy.s3.protocol.WriteDocuments;
import io.deltas3proxy.storage.ReadEvaluator;
import io.deltas3proxy.storage.StoreException;
import io.deltas3proxy.storage.WriteConditions;
import io.deltas3proxy.storage.WrittenObject;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** Stores versions whose content comes at once: from the client, or from another version. */
final class ObjectStoring {

  private static final String TAGGING = "x-amz-tagging";
  private static final String METADATA = "x-amz-meta-";

  /** What a copy takes over of its source, beside its metadata. */
  private static final Set<String> KEPT =
      Set.of(
          "content-type",
          "cache-control",
          "content-disposition",
          "content-encoding",
          "content-language",
          "expires");

  private final GatewayObjects objects;
  private final VersionFinding finding;
  private final Locks locks;

  ObjectStoring(GatewayObjects objects, VersionFinding finding, Locks locks) {
    this.objects = objects;
    this.finding = finding;
    this.locks = locks;
  }

  void put(GatewayCall call, S3Change.PutObject command)
      throws IOException, MetadataUnavailableException, RefusedPlacementException {
    ObjectBody body = command.body();
    Map<String, String> headers = ObjectLock.without(body.headers());
    ObjectPut request =
        new ObjectPut(
            call.target(command.target().key()),
            body.length(),
            untagged(headers),
            tags(headers),
            locks.of(ObjectLock.of(body.headers()), call.bucket()),
            command.conditions(),
            call.body().trailer());
    try (InputStream in = call.body().open(body.length(), body.headers())) {
      StoredVersion stored = objects.put(request, in);
      VersionAnswer.stored(call, command.target(), stored);
      VersionAnswer.content(call, stored);
      call.done();
    }
  }

  /** What a request says of an object that is made of parts. */
  ObjectPut inParts(GatewayCall call, S3Change.CreateMultipartUpload command) {
    Map<String, String> headers = ObjectLock.without(command.headers());
    return new ObjectPut(
        call.target(command.target().key()),
        0,
        untagged(headers),
        tags(headers),
        locks.of(ObjectLock.of(command.headers()), call.bucket()),
        WriteConditions.NONE,
        null);
  }

  private static Map<String, String> tags(Map<String, String> headers) {
    String tagging = headers.get(TAGGING);
    return tagging == null ? Map.of() : S3Requests.tagging(tagging);
  }

  private static Map<String, String> untagged(Map<String, String> headers) {
    Map<String, String> others = new HashMap<>(headers);
    others.remove(TAGGING);
    return others;
  }

  void copy(GatewayCall call, S3VersionChange.CopyVersion command)
      throws IOException, MetadataUnavailableException, RefusedPlacementException {
    StoredVersion source = source(call.cleared().source(), command.source());
    requireChange(call, command);
    Map<String, String> headers = command.headers();
    String tagging = command.tagging();
    ObjectPut request =
        new ObjectPut(
            call.target(command.target().key()),
            source.size(),
            headers == null ? kept(source.headers()) : headers,
            tagging == null ? source.tags() : S3Requests.tagging(tagging),
            locks.of(command.lock(), call.bucket()),
            command.conditions(),
            null);
    StoredVersion copy = objects.copy(request, source);
    VersionAnswer.stored(call, command.target(), copy);
    call.header("x-amz-copy-source-version-id", source.versionId());
    call.document(
        WriteDocuments.copied(
            new WrittenObject(
                copy.eTag(), copy.lastModified(), VersionFinding.info(copy).headers()),
            copy.lastModified()));
  }

  /** The version that is copied, if its conditions hold. */
  StoredVersion source(GatewayBucket bucket, CopySource asked)
      throws StoreException, MetadataUnavailableException {
    StoredVersion source;
    try {
      source = finding.require(bucket, asked.target().key(), asked.versionId());
    } catch (S3Exception e) {
      if (e.code() == S3ErrorCode.METHOD_NOT_ALLOWED) {
        throw new S3Exception(
            S3ErrorCode.INVALID_REQUEST,
            "The source of a copy request may not specifically refer to a delete marker by"
                + " version id.");
      }
      throw e;
    }
    try {
      ReadEvaluator.requireConditions(asked.conditions(), VersionFinding.info(source));
    } catch (StoreException.NotModified e) {
      throw new S3Exception(S3ErrorCode.PRECONDITION_FAILED);
    }
    if (source.size() > ObjectBody.MOST_BYTES) {
      throw new S3Exception(
          S3ErrorCode.INVALID_REQUEST,
          "The specified copy source is larger than the maximum allowable size for a copy source: "
              + ObjectBody.MOST_BYTES);
    }
    return source;
  }

  /** As S3: nothing is copied onto itself that is the same afterwards. */
  private static void requireChange(GatewayCall call, S3VersionChange.CopyVersion command) {
    boolean itself =
        call.bucket().name().equals(call.cleared().source().name())
            && command.target().key().equals(command.source().target().key());
    boolean same =
        command.headers() == null
            && command.tagging() == null
            && command.source().versionId() == null
            && !command.lock().isGiven();
    if (itself && same) {
      throw new S3Exception(
          S3ErrorCode.INVALID_REQUEST,
          "This copy request is illegal because it is trying to copy an object to itself without"
              + " changing the object's metadata, storage class, website redirect location or"
              + " encryption attributes.");
    }
  }

  private static Map<String, String> kept(Map<String, String> headers) {
    Map<String, String> kept = new HashMap<>();
    headers.forEach((name, value) -> {
      if (KEPT.contains(name) || name.startsWith(METADATA)) {
        kept.put(name, value);
      }
    });
    return kept;
  }
}
