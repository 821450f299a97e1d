package io.deltas3proxy.gateway.endpoint;

import io.deltas3proxy.gateway.Operation;
import io.deltas3proxy.gateway.OperationsLog;
import io.deltas3proxy.http.RequestContext;
import io.deltas3proxy.http.VerifiedCaller;
import io.deltas3proxy.s3.endpoint.ServletRequests;
import io.deltas3proxy.s3.protocol.RequestParser;
import io.deltas3proxy.s3.protocol.S3Exception;
import io.deltas3proxy.s3.protocol.S3Target;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Logs every request to the gateway when it has ended, however it ended. */
public final class OperationsLogFilter extends HttpFilter {

  private static final long serialVersionUID = 1L;
  private static final int MOST_CHARACTERS = 512;

  private final transient OperationsLog log;
  private final transient RequestParser parser;
  private final transient BucketNames names;
  private final transient Clock clock;
  private final transient LongSupplier nanoTime;

  /**
   * Makes the filter.
   *
   * @param parser reads what was asked by somebody whom nobody let in
   * @param names which buckets requests mean
   * @param nanoTime elapsed time in nanoseconds, from any start
   */
  public OperationsLogFilter(
      OperationsLog log,
      RequestParser parser,
      BucketNames names,
      Clock clock,
      LongSupplier nanoTime) {
    this.log = log;
    this.parser = parser;
    this.names = names;
    this.clock = clock;
    this.nanoTime = nanoTime;
  }

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    OperationNote note = new OperationNote();
    note.attachTo(request);
    Instant time = clock.instant();
    long start = nanoTime.getAsLong();
    boolean whole = false;
    try {
      chain.doFilter(request, response);
      whole = true;
    } finally {
      long millis = (nanoTime.getAsLong() - start) / 1_000_000;
      log.record(operation(request, response.getStatus(), note, new Timing(time, millis), whole));
    }
  }

  private record Timing(Instant time, long millis) {}

  private Operation operation(
      HttpServletRequest request, int status, OperationNote note, Timing timing, boolean whole) {
    RequestContext context = RequestContext.of(request);
    if (note.bucket().isEmpty()) {
      target(request, note);
    }
    VerifiedCaller caller = context.caller();
    return new Operation(
        context.operation(),
        note.bucket(),
        note.key(),
        new Operation.Who(
            caller == null ? null : caller.user(),
            context.user(),
            cut(request.getHeader("User-Agent")),
            context.clientAddress()),
        note.zone(),
        context.requestId(),
        status,
        Math.max(context.bytesSent(), context.bytesReceived()),
        timing.millis(),
        error(context, whole),
        note.replication(),
        timing.time());
  }

  private void target(HttpServletRequest request, OperationNote note) {
    try {
      S3Target target = CommandTargets.of(parser.parse(ServletRequests.raw(request)).command());
      note.target(names.meant(target.bucket()), target.key());
    } catch (S3Exception e) {
      // What cannot be read is about nothing; its error says why.
      note.target("", "");
    }
  }

  private static @Nullable String error(RequestContext context, boolean whole) {
    if (!whole) {
      return "the answer broke off";
    }
    String code = context.errorCode();
    String denial = context.denial();
    if (code == null) {
      return cut(denial);
    }
    return cut(denial == null ? code : code + ": " + denial);
  }

  private static @Nullable String cut(@Nullable String text) {
    return text == null || text.length() <= MOST_CHARACTERS
        ? text
        : text.substring(0, MOST_CHARACTERS);
  }
}
