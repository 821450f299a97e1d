package io.deltas3proxy.sts;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** The Security Token Service at a path of its own. */
public final class StsServlet extends HttpServlet {

  private static final long serialVersionUID = 1L;

  /** The path, with or without a slash at its end. */
  public static final String PATH = "/sts";

  private final transient StsEndpoint endpoint;

  public StsServlet(StsEndpoint endpoint) {
    this.endpoint = endpoint;
  }

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    String path = request.getRequestURI().substring(request.getContextPath().length());
    if (path.equals(PATH) || path.equals(PATH + "/")) {
      endpoint.serve(request, response);
    } else {
      endpoint.refuse(
          request,
          response,
          new StsException(StsErrorCode.INVALID_ACTION, "There is nothing at this path"));
    }
  }
}
