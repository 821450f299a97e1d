package io.deltas3proxy.http;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The outermost filter: gives a request its {@link RequestContext} and its id, and writes one line
 * when it has ended, however it ended.
 */
public final class RequestLogFilter extends HttpFilter {

  private static final long serialVersionUID = 1L;
  private static final HexFormat HEX = HexFormat.of().withUpperCase();

  private final transient LongSupplier nanoTime;
  private final transient Consumer<String> log;
  private final transient TrustedProxies proxies;

  /**
   * Makes the filter.
   *
   * @param nanoTime elapsed time in nanoseconds, from any start
   * @param log takes the lines
   * @param proxies whose word on the client's address is taken
   */
  public RequestLogFilter(LongSupplier nanoTime, Consumer<String> log, TrustedProxies proxies) {
    this.nanoTime = nanoTime;
    this.log = log;
    this.proxies = proxies;
  }

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    RequestContext context = new RequestContext(newRequestId(), clientAddress(request));
    context.attachTo(request);
    response.setHeader("x-amz-request-id", context.requestId());
    long start = nanoTime.getAsLong();
    boolean whole = false;
    try {
      chain.doFilter(request, response);
      whole = true;
    } finally {
      long millis = (nanoTime.getAsLong() - start) / 1_000_000;
      log.accept(line(request, response, context, millis, whole));
    }
  }

  private String clientAddress(HttpServletRequest request) {
    List<String> forwardedFor = Collections.list(request.getHeaders("X-Forwarded-For"));
    List<String> realIp = Collections.list(request.getHeaders("X-Real-IP"));
    return proxies.clientAddress(request.getRemoteAddr(), realIp, forwardedFor);
  }

  private static String line(
      HttpServletRequest request,
      HttpServletResponse response,
      RequestContext context,
      long millis,
      boolean whole) {
    LogLine line =
        new LogLine()
            .add("id", context.requestId())
            .add("client", context.clientAddress())
            .add("method", request.getMethod())
            .add("target", SafeTarget.of(request.getRequestURI(), request.getQueryString()))
            .add("status", Integer.toString(response.getStatus()))
            .add("bytes", Long.toString(context.bytesSent()))
            .add("received", received(context))
            .add("ms", Long.toString(millis))
            .add("operation", context.operation())
            .add("table", context.table())
            .add("file", context.file())
            .add("user", user(context))
            .add("denial", context.denial());
    return (whole ? line : line.add("aborted", "true")).toString();
  }

  /** The access key id as it was sent; where there is none, who proved who they are. */
  private static @Nullable String user(RequestContext context) {
    VerifiedCaller caller = context.caller();
    return context.user() == null && caller != null ? caller.user() : context.user();
  }

  /** Nothing is said of requests without a body. */
  private static @Nullable String received(RequestContext context) {
    return context.bytesReceived() == 0 ? null : Long.toString(context.bytesReceived());
  }

  /** Sixteen digits, as S3's own ids have. */
  private static String newRequestId() {
    return HEX.toHexDigits(ThreadLocalRandom.current().nextLong());
  }
}
