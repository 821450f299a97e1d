package io.deltas3proxy.s3.endpoint;

import io.deltas3proxy.http.RequestContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Sends a document that is whole in memory. */
public final class XmlAnswer {

  private XmlAnswer() {}

  /** A HEAD request gets the headers alone. */
  public static void send(HttpServletRequest request, HttpServletResponse response, byte[] document)
      throws IOException {
    response.setContentType("application/xml");
    response.setContentLength(document.length);
    if (!request.getMethod().equals("HEAD")) {
      response.getOutputStream().write(document);
      RequestContext.of(request).addBytesSent(document.length);
    }
  }
}
