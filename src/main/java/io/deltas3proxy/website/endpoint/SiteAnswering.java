package io.deltas3proxy.website.endpoint;

import io.deltas3proxy.http.RequestContext;
import io.deltas3proxy.storage.StoreException;
import io.deltas3proxy.website.Answer;
import io.deltas3proxy.website.Directory;
import io.deltas3proxy.website.Site;
import io.deltas3proxy.website.SiteAnswers;
import io.deltas3proxy.website.SitePath;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers requests to sites. What fails before the first byte is an error, later a broken end. */
final class SiteAnswering {

  private static final Logger LOG = LoggerFactory.getLogger(SiteAnswering.class);
  private static final String AFTER = "after=";
  private static final int RETRY_SECONDS = 5;

  private final SiteAnswers answers;
  private final PageSending sending;
  private final String context;
  private final Door door;

  SiteAnswering(Websites websites, Door door) {
    this.answers = websites.answers();
    this.sending = websites.sending();
    this.context = websites.context();
    this.door = door;
  }

  void answer(SiteVisit visit, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    try {
      switch (request.getMethod()) {
        case "GET", "HEAD" -> giveCurrent(visit, request, response);
        case "OPTIONS" ->
            CorsAnswers.preflight(visit.site().settings().headers().cors(), request, response);
        default -> {
          response.setHeader("Allow", CorsAnswers.METHODS);
          refuse(405, visit, request, response);
        }
      }
    } catch (IOException | RuntimeException failure) {
      String id = RequestContext.of(request).requestId();
      if (response.isCommitted()) {
        LOG.warn("{}: answer cut off: {}", id, oneLine(failure));
        throw failure;
      }
      boolean store = failure instanceof IOException;
      LOG.warn("{}: no answer: {}", id, oneLine(failure), store ? null : failure);
      response.reset();
      response.setHeader("x-amz-request-id", id);
      if (store) {
        response.setHeader("Retry-After", Integer.toString(RETRY_SECONDS));
      }
      refuse(store ? 503 : 500, visit, request, response);
    }
  }

  /** A page that was replaced between two looks at it is looked for once more. */
  private void giveCurrent(
      SiteVisit visit, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    try {
      give(visit, request, response);
    } catch (StoreException.PreconditionFailed | StoreException.NotFound e) {
      if (response.isCommitted()) {
        throw e;
      }
      response.reset();
      response.setHeader("x-amz-request-id", RequestContext.of(request).requestId());
      give(visit, request, response);
    }
  }

  private void give(SiteVisit visit, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    Site site = visit.site();
    String query = request.getQueryString();
    SiteRequest asked = visit.asked();
    boolean queries = site.settings().documents().acceptsQueries();
    if (asked.name().isEmpty() || (query != null && !queries)) {
      refuse(400, visit, request, response);
      return;
    }
    String name = asked.name().get();
    Answer answer =
        asked.isBare()
            ? new Answer.Redirect(302, SitePath.encode(base(site)))
            : answers.answer(site, name, after(query));
    CorsAnswers.add(site.settings().headers().cors(), request, response);
    switch (answer) {
      case Answer.Document document ->
          visit.sent(
              sending.send(
                  site,
                  document.page(),
                  document.status(),
                  door.isGuarded(site),
                  request,
                  response));
      case Answer.Redirect(int status, String location) -> {
        addHeaders(site, response);
        response.setStatus(status);
        response.setHeader("Location", location);
        response.setHeader(
            "Cache-Control", door.isGuarded(site) ? "private, no-cache" : "no-cache");
        response.setContentLength(0);
      }
      case Answer.Listing(Directory directory) -> {
        visit.sentHtml();
        addHeaders(site, response);
        response.setHeader(
            "Cache-Control", door.isGuarded(site) ? "private, no-cache" : "no-cache");
        PlainPage.sendHtml(
            ListingPage.write(directory, base(site) + name, queries), request, response);
      }
      case Answer.Refusal(int status) -> refuse(status, visit, request, response);
    }
  }

  private static void refuse(
      int status, SiteVisit visit, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    visit.sentHtml();
    addHeaders(visit.site(), response);
    PlainPage.send(status, request, response);
  }

  /** Before what the answer itself says, which stands above them. */
  private static void addHeaders(Site site, HttpServletResponse response) {
    site.settings()
        .headers()
        .pairs()
        .forEach(pair -> response.setHeader(pair.getKey(), pair.getValue()));
  }

  private String base(Site site) {
    return context + site.settings().address().base();
  }

  /** Where a listing goes on; a query with something else means nothing. */
  private static String after(@Nullable String query) {
    return query != null && query.startsWith(AFTER)
        ? SitePath.decode("/" + query.substring(AFTER.length()))
            .map(path -> path.substring(1))
            .orElse("")
        : "";
  }

  /** Keys in messages may hold line breaks: nobody writes lines of the log but us. */
  private static String oneLine(Throwable failure) {
    return failure.toString().replaceAll("\\p{Cntrl}", "?");
  }
}
