package io.deltas3proxy.website.endpoint;

import io.deltas3proxy.http.RequestContext;
import io.deltas3proxy.limits.Admission;
import io.deltas3proxy.limits.Limits;
import io.deltas3proxy.limits.Pass;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/**
 * Answers every request that is for a site, and lets all others pass: whether there are too many of
 * them, who may see it, what is answered, who is told of it, in this order.
 */
public final class WebsiteFilter extends HttpFilter {

  private static final long serialVersionUID = 1L;

  /** RFC 6585, section 4; servlets have no name for it. */
  private static final int TOO_MANY_REQUESTS = 429;

  private final transient SiteFinding finding;
  private final transient Door door;
  private final transient Visitors visitors;
  private final transient Limits limits;
  private final transient SiteAnswering answering;
  private final transient LongSupplier nanoTime;

  /**
   * Makes the filter.
   *
   * @param limits of visitors, by their addresses
   * @param free whether a request is one that nothing else of the product answers
   * @param nanoTime elapsed time in nanoseconds, from any start
   */
  public WebsiteFilter(
      Websites websites,
      Door door,
      Visitors visitors,
      Limits limits,
      Predicate<HttpServletRequest> free,
      LongSupplier nanoTime) {
    this.finding = new SiteFinding(websites.sites(), free);
    this.door = door;
    this.visitors = visitors;
    this.limits = limits;
    this.answering = new SiteAnswering(websites, door);
    this.nanoTime = nanoTime;
  }

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    Optional<SiteRequest> found = finding.find(request);
    if (found.isEmpty()) {
      chain.doFilter(request, response);
      return;
    }
    long start = nanoTime.getAsLong();
    SiteVisit visit = new SiteVisit(found.get());
    RequestContext context = RequestContext.of(request);
    context.operation("Website");
    if (!door.isGuarded(visit.site())) {
      context.notAudited();
    }
    boolean whole = false;
    try {
      switch (limits.admitAnonymous(context.clientAddress())) {
        case Admission.Refused refused -> refuse(refused, request, response);
        case Admission.Admitted(Pass pass) -> {
          try {
            answer(visit, request, response);
          } finally {
            pass.end(context.bytesSent());
          }
        }
      }
      whole = true;
    } finally {
      visitors.left(visit.ended(nanoTime.getAsLong() - start, !whole), request, response);
    }
  }

  private void answer(SiteVisit visit, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    if (door.admit(visit.site(), request, response)) {
      answering.answer(visit, request, response);
    }
  }

  private static void refuse(
      Admission.Refused refused, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    RequestContext context = RequestContext.of(request);
    context.limit(refused.limit().setting());
    context.denial("over the limit " + refused.limit().setting());
    response.setHeader("Retry-After", Long.toString(refused.retryAfterSeconds()));
    PlainPage.send(TOO_MANY_REQUESTS, request, response);
  }
}
