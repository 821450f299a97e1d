package io.deltas3proxy.s3.protocol;

import org.jspecify.annotations.Nullable;

/** A request as it was sent, nothing decoded or normalised; read by one thread. */
public final class RawRequest {

  private final String method;
  private final String contextPath;
  private final String target;
  private final @Nullable String query;
  private final RequestHeaders headers;
  private @Nullable QueryParameters parameters;

  /**
   * Keeps what was sent.
   *
   * @param method case preserved
   * @param contextPath where the application is deployed, empty for the root
   * @param target path as sent, or an absolute URI without its query
   * @param query as sent, without the question mark
   */
  public RawRequest(
      String method,
      String contextPath,
      String target,
      @Nullable String query,
      RequestHeaders headers) {
    this.method = method;
    this.contextPath = contextPath;
    this.target = target;
    this.query = query;
    this.headers = headers;
  }

  public String method() {
    return method;
  }

  public String contextPath() {
    return contextPath;
  }

  public String target() {
    return target;
  }

  public @Nullable String query() {
    return query;
  }

  public RequestHeaders headers() {
    return headers;
  }

  /**
   * The parameters of the query, decoded once for all who ask.
   *
   * @throws S3Exception when the query is malformed
   */
  public QueryParameters parameters() {
    QueryParameters parsed = parameters;
    if (parsed == null) {
      parsed = QueryParameters.parse(query);
      parameters = parsed;
    }
    return parsed;
  }
}
