package io.deltas3proxy.s3.protocol;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Reads requests for buckets that keep versions, below a path of their own: {@code /s3/bucket/key}.
 * What such buckets have in common with others is read by {@link S3CommandParser}.
 */
public final class VersionCommandParser implements RequestParser {

  private static final Set<String> OF_VERSIONS =
      Set.of(
          "versions",
          "prefix",
          "delimiter",
          "max-keys",
          "encoding-type",
          "key-marker",
          "version-id-marker");

  /** Example: {@code ETag, ObjectSize}. */
  private static final Pattern LIST = Pattern.compile("\\s*,\\s*");

  private static final Set<String> ATTRIBUTES =
      Set.of("ETag", "Checksum", "ObjectParts", "StorageClass", "ObjectSize");

  private final String path;
  private final S3TargetParser targets = new S3TargetParser(List.of());
  private final S3CommandParser plain;
  private final VersionWriteParser writes = new VersionWriteParser();
  private final boolean readOnly;

  /**
   * Makes the parser.
   *
   * @param path below which buckets are, for example {@code /s3}
   * @param readOnly whether of a change only what it is called is read
   */
  public VersionCommandParser(String path, boolean readOnly) {
    this.path = path;
    this.plain = new S3CommandParser(List.of(), readOnly);
    this.readOnly = readOnly;
  }

  @Override
  public ParsedRequest parse(RawRequest request) {
    RawRequest below = below(request);
    MessageFraming.require(below.headers());
    S3Target target = targets.parse(below);
    Optional<S3Command> own = own(below, target);
    return own.map(command ->
            new ParsedRequest(command, ClaimedCredential.of(below.headers(), below.parameters())))
        .orElseGet(() -> plain.parse(below));
  }

  /** The same as if the application were there; the path alone is that of the service. */
  private RawRequest below(RawRequest request) {
    String context = request.contextPath() + path;
    String target = request.target();
    return new RawRequest(
        request.method(),
        context,
        target.equals(context) ? target + "/" : target,
        request.query(),
        request.headers());
  }

  private Optional<S3Command> own(RawRequest request, S3Target target) {
    if (target.bucket().isEmpty()) {
      return Optional.empty();
    }
    return switch (request.method()) {
      case "GET" ->
          target.key().isEmpty()
              ? ofBucket(target.bucket(), request.parameters())
              : ofObject(target, request);
      case "PUT", "POST", "DELETE" -> readOnly ? Optional.empty() : writes.parse(request, target);
      default -> Optional.empty();
    };
  }

  private static Optional<S3Command> ofBucket(String bucket, QueryParameters query) {
    if (query.has("versions")) {
      requireOnly(query, OF_VERSIONS);
      return Optional.of(versions(bucket, query));
    }
    if (query.has("versioning")) {
      requireOnly(query, Set.of("versioning"));
      return Optional.of(new S3VersionCommand.GetBucketVersioning(bucket));
    }
    if (query.has("object-lock")) {
      requireOnly(query, Set.of("object-lock"));
      return Optional.of(new S3VersionCommand.GetObjectLockConfiguration(bucket));
    }
    return Optional.empty();
  }

  private static S3Command versions(String bucket, QueryParameters query) {
    String keyMarker = query.get("key-marker");
    String versionMarker = query.get("version-id-marker");
    if (versionMarker != null && (keyMarker == null || keyMarker.isEmpty())) {
      throw new S3Exception(
          S3ErrorCode.INVALID_ARGUMENT,
          "A version-id marker cannot be specified without a key marker.");
    }
    if (versionMarker != null && versionMarker.isEmpty()) {
      throw new S3Exception(S3ErrorCode.INVALID_ARGUMENT, "A version-id marker cannot be empty.");
    }
    return new S3VersionCommand.ListObjectVersions(
        bucket,
        ListingParser.query(query),
        keyMarker == null || keyMarker.isEmpty() ? null : keyMarker,
        versionMarker);
  }

  private static Optional<S3Command> ofObject(S3Target target, RawRequest request) {
    QueryParameters query = request.parameters();
    if (query.has("retention")) {
      requireOnly(query, Set.of("retention", "versionId"));
      return Optional.of(new S3VersionCommand.GetObjectRetention(target, query.get("versionId")));
    }
    if (query.has("legal-hold")) {
      requireOnly(query, Set.of("legal-hold", "versionId"));
      return Optional.of(new S3VersionCommand.GetObjectLegalHold(target, query.get("versionId")));
    }
    if (query.has("tagging")) {
      requireOnly(query, Set.of("tagging", "versionId"));
      return Optional.of(new S3Command.GetObjectTagging(target, query.get("versionId")));
    }
    if (query.has("attributes")) {
      requireOnly(query, Set.of("attributes", "versionId"));
      return Optional.of(
          new S3VersionCommand.GetObjectAttributes(
              target, query.get("versionId"), attributes(request.headers())));
    }
    return Optional.empty();
  }

  private static Set<String> attributes(RequestHeaders headers) {
    Set<String> wanted = new HashSet<>();
    for (String line : headers.values("x-amz-object-attributes")) {
      wanted.addAll(LIST.splitAsStream(line.strip()).toList());
    }
    wanted.remove("");
    if (wanted.isEmpty() || !ATTRIBUTES.containsAll(wanted)) {
      throw new S3Exception(S3ErrorCode.INVALID_ARGUMENT, "Invalid attribute name specified.");
    }
    return wanted;
  }

  private static void requireOnly(QueryParameters query, Set<String> allowed) {
    if (!allowed.containsAll(
        query.names().stream().filter(name -> !QueryParameters.isExtension(name)).toList())) {
      throw new S3Exception(S3ErrorCode.NOT_IMPLEMENTED);
    }
  }
}
