package io.deltas3proxy.sts;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * The Security Token Service at the root, beside S3: the AWS SDK for Java leaves the path of an
 * endpoint out. A form that is posted to the root is no operation of S3, which has forms of another
 * type, and of this one only with a query.
 */
public final class StsRootFilter extends HttpFilter {

  private static final long serialVersionUID = 1L;

  private final transient StsEndpoint endpoint;

  public StsRootFilter(StsEndpoint endpoint) {
    this.endpoint = endpoint;
  }

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    String path = request.getRequestURI().substring(request.getContextPath().length());
    boolean posted =
        request.getMethod().equals("POST")
            && path.equals("/")
            && request.getQueryString() == null
            && StsForm.isForm(request.getContentType());
    if (posted) {
      endpoint.serve(request, response);
    } else {
      chain.doFilter(request, response);
    }
  }
}
