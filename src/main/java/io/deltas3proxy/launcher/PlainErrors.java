package io.deltas3proxy.launcher;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;

/**
 * The body of an answer that the server gives before the application sees the request: an S3 error
 * without the reason, since Jetty's own pages repeat what was sent.
 */
final class PlainErrors extends ErrorHandler {

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    int status = response.getStatus();
    String code = status >= HttpStatus.INTERNAL_SERVER_ERROR_500 ? "InternalError" : "BadRequest";
    String body =
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>"
            + code
            + "</Code><Message>"
            + HttpStatus.getMessage(status)
            + "</Message></Error>";
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/xml");
    if (!response.getHeaders().contains("x-amz-request-id")) {
      long id = ThreadLocalRandom.current().nextLong();
      response.getHeaders().put("x-amz-request-id", String.format(Locale.ROOT, "%016X", id));
    }
    response.write(true, BufferUtil.toBuffer(body.getBytes(StandardCharsets.UTF_8)), callback);
    return true;
  }
}
