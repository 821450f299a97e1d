package io.deltas3proxy.website.endpoint;

import io.deltas3proxy.http.RequestContext;
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
 * Answers every request that is for a site, and lets all others pass: who may see it, what is
 * answered, who is told of it, in this order.
 */
public final class WebsiteFilter extends HttpFilter {

  private static final long serialVersionUID = 1L;

  private final transient SiteFinding finding;
  private final transient Door door;
  private final transient Visitors visitors;
  private final transient SiteAnswering answering;
  private final transient LongSupplier nanoTime;

  /**
   * Makes the filter.
   *
   * @param free whether a request is one that nothing else of the product answers
   * @param nanoTime elapsed time in nanoseconds, from any start
   */
  public WebsiteFilter(
      Websites websites,
      Door door,
      Visitors visitors,
      Predicate<HttpServletRequest> free,
      LongSupplier nanoTime) {
    this.finding = new SiteFinding(websites.sites(), free);
    this.door = door;
    this.visitors = visitors;
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
      if (door.admit(visit.site(), request, response)) {
        answering.answer(visit, request, response);
      }
      whole = true;
    } finally {
      visitors.left(visit.ended(nanoTime.getAsLong() - start, !whole), request, response);
    }
  }
}
