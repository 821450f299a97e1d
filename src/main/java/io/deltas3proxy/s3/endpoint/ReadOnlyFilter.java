package io.deltas3proxy.s3.endpoint;

import io.deltas3proxy.s3.protocol.S3Change;
import io.deltas3proxy.s3.protocol.S3ErrorCode;
import io.deltas3proxy.s3.protocol.S3Exception;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Refuses what would change something, before its body is read. */
public final class ReadOnlyFilter extends HttpFilter {

  private static final long serialVersionUID = 1L;

  private final boolean readOnly;

  public ReadOnlyFilter(boolean readOnly) {
    this.readOnly = readOnly;
  }

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    if (readOnly && S3Exchange.of(request).command() instanceof S3Change change) {
      throw new S3Exception(S3ErrorCode.ACCESS_DENIED).because("read-only: " + change.operation());
    }
    chain.doFilter(request, response);
  }
}
