package io.deltas3proxy.files.endpoint;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.deltas3proxy.accounts.AccountsUnavailableException;
import io.deltas3proxy.files.FilesException;
import io.deltas3proxy.files.FilesFault;
import io.deltas3proxy.http.RequestContext;
import io.deltas3proxy.s3.protocol.S3Exception;
import io.deltas3proxy.storage.StoreException;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one place that renders errors: {@code {"detail": "..."}}. A failure after the first byte of
 * an answer goes on to the container, which cuts the connection.
 */
public final class FilesErrorFilter extends HttpFilter {

  private static final long serialVersionUID = 1L;
  private static final Logger LOG = LoggerFactory.getLogger(FilesErrorFilter.class);

  private static final String TUS = "Tus-Resumable";

  private final transient FaultStatuses statuses;

  public FilesErrorFilter(FaultStatuses statuses) {
    this.statuses = statuses;
  }

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    try {
      chain.doFilter(request, response);
    } catch (IOException | ServletException | RuntimeException | Error failure) {
      RequestContext context = RequestContext.of(request);
      int status = statusOf(failure);
      FilesException answer = translated(failure);
      String reason = answer.reason();
      context.denial((reason == null ? answer.detail() : reason).replaceAll("\\p{Cntrl}", "?"));
      if (response.isCommitted()) {
        throw failure;
      }
      context.errorCode(answer.fault().name());
      if (answer.fault() == FilesFault.INTERNAL) {
        LOG.error("{}: request failed", context.requestId(), failure);
      }
      String tus = response.getHeader(TUS);
      response.reset();
      response.setHeader("x-amz-request-id", context.requestId());
      if (tus != null) {
        response.setHeader(TUS, tus);
      }
      answer.headers().forEach(response::setHeader);
      JsonAnswer.send(
          request,
          response,
          status < 0 ? statuses.of(answer.fault()) : status,
          JsonNodeFactory.instance.objectNode().put("detail", answer.detail()));
    }
  }

  /** What the words of S3 say is wrong has the status that S3 gives it; -1 for anything else. */
  private static int statusOf(Throwable failure) {
    return failure instanceof S3Exception refusal ? refusal.code().status() : -1;
  }

  private static FilesException translated(Throwable failure) {
    return switch (failure) {
      case FilesException refusal -> refusal;
      case S3Exception refusal ->
          new FilesException(FilesFault.INVALID_REQUEST, refusal.text())
              .because(refusal.code().wireCode() + ": " + refusal.reason());
      case StoreException store ->
          new FilesException(FilesFault.UNAVAILABLE, "The store cannot be reached now.")
              .because(store.toString());
      case AccountsUnavailableException accounts ->
          new FilesException(FilesFault.UNAVAILABLE, "Accounts cannot be reached now.")
              .because(String.valueOf(accounts.getMessage()));
      // Of a store that broke off, or of the spool: what a client sends fails by itself.
      case IOException broken ->
          new FilesException(FilesFault.UNAVAILABLE, "This cannot be done now, try again later.")
              .because(broken.toString());
      case ServletException wrapper when wrapper.getRootCause() != null ->
          translated(wrapper.getRootCause());
      default -> new FilesException(FilesFault.INTERNAL, "An internal error occurred.");
    };
  }
}
