package io.deltas3proxy.s3.endpoint;

import io.deltas3proxy.http.RequestContext;
import io.deltas3proxy.s3.protocol.S3Documents;
import io.deltas3proxy.s3.protocol.S3ErrorCode;
import io.deltas3proxy.s3.protocol.S3Exception;
import io.deltas3proxy.storage.StoreException;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one place that renders errors. Before the first byte of an answer a failure becomes an S3
 * error document; after it the failure goes on to the container, which cuts the connection, so that
 * no client takes half an answer for a whole one.
 */
public final class S3ErrorFilter extends HttpFilter {

  private static final long serialVersionUID = 1L;
  private static final Logger LOG = LoggerFactory.getLogger(S3ErrorFilter.class);

  private final transient CorsHeaders cors;

  public S3ErrorFilter(CorsSettings cors) {
    this.cors = new CorsHeaders(cors);
  }

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    prepare(request, response);
    try {
      chain.doFilter(request, response);
    } catch (IOException | ServletException | RuntimeException | Error failure) {
      S3Exception answer = FailureTranslation.translate(causeOf(failure));
      RequestContext context = RequestContext.of(request);
      String reason = answer.reason();
      if (reason != null) {
        context.denial(reason);
      }
      if (response.isCommitted()) {
        LOG.warn("{}: answer cut off: {}", context.requestId(), oneLine(failure));
        throw failure;
      }
      context.errorCode(answer.code().wireCode());
      if (answer.code() == S3ErrorCode.INTERNAL_ERROR) {
        LOG.error("{}: request failed", context.requestId(), failure);
      } else if (failure instanceof StoreException && answer.code().status() >= 500) {
        LOG.warn("{}: store failed: {}", context.requestId(), oneLine(failure));
      }
      render(request, response, answer);
    }
  }

  /** Keys in messages may hold line breaks: nobody writes lines of the log but us. */
  private static String oneLine(Throwable failure) {
    return failure.toString().replaceAll("\\p{Cntrl}", "?");
  }

  /** What other layers wrapped is unwrapped. */
  private static Throwable causeOf(Throwable failure) {
    return failure instanceof ServletException wrapper && wrapper.getRootCause() != null
        ? wrapper.getRootCause()
        : failure;
  }

  private void prepare(HttpServletRequest request, HttpServletResponse response) {
    String requestId = RequestContext.of(request).requestId();
    response.setHeader("x-amz-request-id", requestId);
    response.setHeader("x-amz-id-2", hostId(requestId));
    cors.addTo(request, response);
  }

  private void render(HttpServletRequest request, HttpServletResponse response, S3Exception answer)
      throws IOException {
    response.reset();
    prepare(request, response);
    response.setStatus(answer.code().status());
    answer.headers().forEach(response::setHeader);
    if (answer.code() == S3ErrorCode.NOT_MODIFIED) {
      return;
    }
    String requestId = RequestContext.of(request).requestId();
    byte[] document =
        S3Documents.error(answer, request.getRequestURI(), requestId, hostId(requestId));
    XmlAnswer.send(request, response, document);
  }

  /** S3's second id has no meaning of its own here; support tools want both. */
  private static String hostId(String requestId) {
    return Base64.getEncoder()
        .encodeToString(("host-" + requestId).getBytes(StandardCharsets.US_ASCII));
  }
}
