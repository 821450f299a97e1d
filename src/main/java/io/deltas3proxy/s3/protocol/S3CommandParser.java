package io.deltas3proxy.s3.protocol;

import java.util.List;
import java.util.Set;

/**
 * Reads a request, once. What is not an operation that is served is refused here: a parameter that
 * the operation does not know makes it another operation, never the plain one.
 */
public final class S3CommandParser {

  private static final Set<String> SERVICE_PARAMETERS =
      Set.of("prefix", "bucket-region", "max-buckets", "continuation-token");

  private final S3TargetParser targets;

  /**
   * @param virtualHostDomains domains whose sub-domains name buckets; may be empty
   */
  public S3CommandParser(List<String> virtualHostDomains) {
    this.targets = new S3TargetParser(virtualHostDomains);
  }

  /**
   * @throws S3Exception when the request is malformed, or asks for what is not served
   */
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

  private static S3Command command(
      RawRequest request, S3Target target, QueryParameters query, ClaimedCredential credential) {
    RequestHeaders headers = request.headers();
    return switch (request.method()) {
      case "GET" -> get(target, query, headers, credential);
      case "HEAD" -> head(target, query, headers, credential);
      case "OPTIONS" -> new S3Command.Preflight();
      case "PUT" -> WriteParser.put(target, query, headers);
      case "POST" -> WriteParser.post(target, query);
      case "DELETE" -> WriteParser.delete(target, query);
      default -> throw new S3Exception(S3ErrorCode.METHOD_NOT_ALLOWED);
    };
  }

  private static S3Command get(
      S3Target target,
      QueryParameters query,
      RequestHeaders headers,
      ClaimedCredential credential) {
    if (target.bucket().isEmpty()) {
      return listBuckets(query);
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
