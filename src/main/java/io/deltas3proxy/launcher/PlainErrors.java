package io.deltas3proxy.launcher;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The body of an answer that the server gives before the application sees the request: an S3 error
 * without the reason, since Jetty's own pages repeat what was sent, and a line of the log.
 */
public final class PlainErrors extends ErrorHandler {

  private static final Logger LOG = LoggerFactory.getLogger("requests");
  private static final HexFormat HEX = HexFormat.of().withUpperCase();
  private static final String ID = "x-amz-request-id";

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    int status = response.getStatus();
    String code = code(status, request);
    String id = response.getHeaders().get(ID);
    if (id == null) {
      id = HEX.toHexDigits(ThreadLocalRandom.current().nextLong());
      response.getHeaders().put(ID, id);
      // Nothing that was sent: it could not be read, or not in one way alone.
      LOG.info(
          "id={} client={} status={} denial={}", id, Request.getRemoteAddr(request), status, code);
    }
    String body =
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>"
            + code
            + "</Code><Message>"
            + HttpStatus.getMessage(status)
            + "</Message><RequestId>"
            + id
            + "</RequestId></Error>";
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/xml");
    response.write(true, BufferUtil.toBuffer(body.getBytes(StandardCharsets.UTF_8)), callback);
    return true;
  }

  private static String code(int status, Request request) {
    return switch (status) {
      case HttpStatus.FORBIDDEN_403 -> "AccessDenied";
      case HttpStatus.METHOD_NOT_ALLOWED_405 -> "MethodNotAllowed";
      case HttpStatus.REQUEST_TIMEOUT_408 -> "RequestTimeout";
      case HttpStatus.LENGTH_REQUIRED_411 -> "MissingContentLength";
      case HttpStatus.URI_TOO_LONG_414 -> "InvalidURI";
      case HttpStatus.REQUEST_HEADER_FIELDS_TOO_LARGE_431 -> "RequestHeaderSectionTooLarge";
      case HttpStatus.NOT_IMPLEMENTED_501, HttpStatus.HTTP_VERSION_NOT_SUPPORTED_505 ->
          "NotImplemented";
      case HttpStatus.SERVICE_UNAVAILABLE_503 -> "ServiceUnavailable";
      default -> {
        if (status >= HttpStatus.INTERNAL_SERVER_ERROR_500) {
          yield "InternalError";
        }
        yield isAboutTarget(request) ? "InvalidURI" : "InvalidRequest";
      }
    };
  }

  /** Jetty tells the two apart by what it failed with alone. */
  private static boolean isAboutTarget(Request request) {
    Object failure = request.getAttribute(ERROR_EXCEPTION);
    return request.getHttpURI().hasViolations()
        || (failure instanceof Throwable thrown
            && String.valueOf(thrown.getMessage()).contains("URI"));
  }
}
