package io.deltas3proxy.s3.protocol;

import java.util.List;
import java.util.Set;

/**
 * Reads a request, once. What is not an operation that is served is refused here: a parameter that
 * the operation does not know makes it another operation, never the plain one.
 */
public final class S3CommandParser implements RequestParser {

  private static final Set<String> SERVICE_PARAMETERS =
      Set.of("prefix", "bucket-region", "max-buckets", "continuation-token");

  /** Parameters of reads that only those need who write. */
  private static final Set<String> OF_WRITERS = Set.of("tagging", "uploadId", "uploads");

  private final S3TargetParser targets;
  private final WriteParser writes;
  private final boolean readOnly;

  /**
   * @param virtualHostDomains domains whose sub-domains name buckets; may be empty
   * @param readOnly whether nothing may be changed: of a change only what it is called is read, so
   *     that it is refused for what it is, whatever else is wrong with it
   */
  public S3CommandParser(List<String> virtualHostDomains, boolean readOnly) {
    this.targets = new S3TargetParser(virtualHostDomains);
    this.writes = new WriteParser(readOnly);
    this.readOnly = readOnly;
  }

  @Override
  public ParsedRequest parse(RawRequest request) {
    MessageFraming.require(request.headers());
    if (request.method().equals("OPTIONS") && request.target().equals("*")) {
      return new ParsedRequest(new S3Command.Preflight(), ClaimedCredential.NONE);
    }
    S3Target target = targets.parse(request);
    QueryParameters query = request.parameters();
    ClaimedCredential credential = ClaimedCredential.of(request.headers(), query);
    return new ParsedRequest(command(request, target, query, credential), credential);
  }

  private S3Command command(
      RawRequest request, S3Target target, QueryParameters query, ClaimedCredential credential) {
    RequestHeaders headers = request.headers();
    return switch (request.method()) {
      case "GET" -> get(target, query, headers, credential);
      case "HEAD" -> head(target, query, headers, credential);
      case "OPTIONS" -> new S3Command.Preflight();
      case "PUT", "POST", "DELETE" -> writes.parse(request, target);
      default -> throw new S3Exception(S3ErrorCode.METHOD_NOT_ALLOWED);
    };
  }

  private S3Command get(
      S3Target target,
      QueryParameters query,
      RequestHeaders headers,
      ClaimedCredential credential) {
    if (target.bucket().isEmpty()) {
      return listBuckets(query);
    }
    if (!readOnly && OF_WRITERS.stream().anyMatch(query::has)) {
      return ofWriters(target, query);
    }
    if (!target.key().isEmpty()) {
      requireOnly(query, ObjectReadParser.PARAMETERS);
      return new S3Command.GetObject(ObjectReadParser.parse(target, query, headers, credential));
    }
    if (query.has("location")) {
      requireOnly(query, Set.of("location"));
      return new S3Command.GetBucketLocation(target.bucket());
    }
    requireOnly(query, ListingParser.PARAMETERS);
    return ListingParser.parse(target.bucket(), query);
  }

  private static S3Command ofWriters(S3Target target, QueryParameters query) {
    if (target.key().isEmpty()) {
      requireOnly(query, UploadQuery.OF_UPLOADS);
      return UploadQuery.uploads(target.bucket(), query);
    }
    if (query.has("uploadId")) {
      requireOnly(query, UploadQuery.OF_PARTS);
      return UploadQuery.parts(target, query);
    }
    requireOnly(query, Set.of("tagging", "versionId"));
    return new S3Command.GetObjectTagging(target, query.get("versionId"));
  }

  private static S3Command head(
      S3Target target,
      QueryParameters query,
      RequestHeaders headers,
      ClaimedCredential credential) {
    if (target.bucket().isEmpty()) {
      return listBuckets(query);
    }
    if (!target.key().isEmpty()) {
      requireOnly(query, ObjectReadParser.PARAMETERS);
      return new S3Command.HeadObject(ObjectReadParser.parse(target, query, headers, credential));
    }
    requireOnly(query, Set.of());
    return new S3Command.HeadBucket(target.bucket());
  }

  private static S3Command listBuckets(QueryParameters query) {
    requireOnly(query, SERVICE_PARAMETERS);
    if (query.has("continuation-token")) {
      // All buckets fit one page, so no such token was ever given.
      throw new S3Exception(
          S3ErrorCode.INVALID_ARGUMENT, "The continuation token provided is incorrect");
    }
    String prefix = query.get("prefix");
    return new S3Command.ListBuckets(prefix == null ? "" : prefix, query.get("bucket-region"));
  }

  private static void requireOnly(QueryParameters query, Set<String> allowed) {
    for (String name : query.names()) {
      if (!allowed.contains(name) && !QueryParameters.isExtension(name)) {
        throw new S3Exception(S3ErrorCode.NOT_IMPLEMENTED);
      }
    }
  }
}
