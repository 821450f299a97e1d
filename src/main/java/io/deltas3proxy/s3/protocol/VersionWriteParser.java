package io.deltas3proxy.s3.protocol;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the changes that only buckets that keep versions serve, or serve in a way of their own. */
final class VersionWriteParser {

  private static final String BYPASS = "x-amz-bypass-governance-retention";

  /**
   * @return empty for what is read as for every bucket
   */
  Optional<S3Command> parse(RawRequest request, S3Target target) {
    QueryParameters query = request.parameters();
    VersionWriteHeaders headers = new VersionWriteHeaders(request.headers());
    boolean ofBucket = target.key().isEmpty();
    return Optional.ofNullable(
        switch (request.method()) {
          case "PUT" ->
              ofBucket ? putBucket(target, query, headers) : put(target, query, request.headers());
          case "POST" -> post(target, query, headers);
          default -> ofBucket ? deleteBucket(target, query) : delete(target, query, headers);
        });
  }

  private static @Nullable S3Command putBucket(
      S3Target target, QueryParameters query, VersionWriteHeaders headers) {
    if (only(query, Set.of())) {
      boolean lock =
          headers
              .write()
              .only("x-amz-bucket-object-lock-enabled")
              .filter("true"::equalsIgnoreCase)
              .isPresent();
      return new S3VersionChange.CreateBucket(target, headers.perhapsDocument(), lock);
    }
    if (query.has("versioning") && only(query, Set.of("versioning"))) {
      return new S3VersionChange.PutBucketVersioning(target, headers.write().documentBody());
    }
    return query.has("object-lock") && only(query, Set.of("object-lock"))
        ? new S3VersionChange.PutObjectLockConfiguration(target, headers.write().documentBody())
        : null;
  }

  private static @Nullable S3Command put(
      S3Target target, QueryParameters query, RequestHeaders sent) {
    VersionWriteHeaders headers = new VersionWriteHeaders(sent);
    if (only(query, Set.of())) {
      return sent.has(CopySourceParser.SOURCE)
          ? copy(target, sent, headers)
          : new S3Change.PutObject(
              target,
              withLock(headers.write().objectBody(), headers),
              headers.write().conditions());
    }
    String version = version(query);
    if (query.has("tagging") && only(query, Set.of("tagging", "versionId"))) {
      return new S3VersionChange.PutVersionTagging(target, version, headers.write().documentBody());
    }
    if (query.has("retention") && only(query, Set.of("retention", "versionId"))) {
      return new S3VersionChange.PutObjectRetention(
          target, version, headers.write().documentBody(), headers.flag(BYPASS));
    }
    return query.has("legal-hold") && only(query, Set.of("legal-hold", "versionId"))
        ? new S3VersionChange.PutObjectLegalHold(target, version, headers.write().documentBody())
        : null;
  }

  private static ObjectBody withLock(ObjectBody body, VersionWriteHeaders headers) {
    Map<String, String> all = headers.lock();
    all.putAll(body.headers());
    return new ObjectBody(body.length(), all);
  }

  private static S3Command copy(S3Target target, RequestHeaders sent, VersionWriteHeaders headers) {
    WriteHeaders write = headers.write();
    boolean replaced = write.replaces("x-amz-metadata-directive");
    boolean tagged = write.replaces("x-amz-tagging-directive");
    Map<String, String> kept = write.ofObject();
    String tagging = kept.remove("x-amz-tagging");
    return new S3VersionChange.CopyVersion(
        target,
        CopySourceParser.parse(sent),
        replaced ? kept : null,
        tagged ? (tagging == null ? "" : tagging) : null,
        ObjectLock.of(headers.lock()),
        write.conditions());
  }

  private static @Nullable S3Command post(
      S3Target target, QueryParameters query, VersionWriteHeaders headers) {
    if (target.key().isEmpty()) {
      return query.has("delete") && only(query, Set.of("delete"))
          ? new S3VersionChange.DeleteVersions(
              target, headers.write().documentBody(), headers.flag(BYPASS))
          : null;
    }
    if (query.has("uploads") && only(query, Set.of("uploads"))) {
      Map<String, String> kept = headers.write().ofUpload();
      kept.putAll(headers.lock());
      return new S3Change.CreateMultipartUpload(target, kept);
    }
    return null;
  }

  private static @Nullable S3Command deleteBucket(S3Target target, QueryParameters query) {
    return only(query, Set.of()) ? new S3VersionChange.DeleteBucket(target) : null;
  }

  private static @Nullable S3Command delete(
      S3Target target, QueryParameters query, VersionWriteHeaders headers) {
    String version = version(query);
    if (query.has("tagging") && only(query, Set.of("tagging", "versionId"))) {
      return new S3VersionChange.DeleteVersionTagging(target, version);
    }
    if (!only(query, Set.of("versionId"))) {
      return null;
    }
    headers.write().requireServed();
    headers.write().requireNoConditions();
    return version == null
        ? new S3Change.DeleteObject(target, null)
        : new S3VersionChange.DeleteVersion(target, version, headers.flag(BYPASS));
  }

  private static @Nullable String version(QueryParameters query) {
    String version = query.get("versionId");
    if (version != null && version.isEmpty()) {
      throw new S3Exception(S3ErrorCode.INVALID_ARGUMENT, "Version id cannot be the empty string");
    }
    return version;
  }

  private static boolean only(QueryParameters query, Set<String> allowed) {
    return query.names().stream()
        .allMatch(name -> QueryParameters.isExtension(name) || allowed.contains(name));
  }
}
