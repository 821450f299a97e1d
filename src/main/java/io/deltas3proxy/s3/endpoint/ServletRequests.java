package io.deltas3proxy.s3.endpoint;

import io.deltas3proxy.s3.protocol.RawRequest;
import jakarta.servlet.http.HttpServletRequest;

/** Requests as containers hand them over. */
public final class ServletRequests {

  private ServletRequests() {}

  /** What was sent, for those who parse and verify it. */
  public static RawRequest raw(HttpServletRequest request) {
    return new RawRequest(
        request.getMethod(),
        request.getContextPath(),
        request.getRequestURI(),
        request.getQueryString(),
        new ServletHeaders(request));
  }
}
