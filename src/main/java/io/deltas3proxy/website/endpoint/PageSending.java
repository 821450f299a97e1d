package io.deltas3proxy.website.endpoint;

import io.deltas3proxy.http.RequestContext;
import io.deltas3proxy.storage.ByteRange;
import io.deltas3proxy.website.AcceptedCodings;
import io.deltas3proxy.website.Negotiation;
import io.deltas3proxy.website.Page;
import io.deltas3proxy.website.PageBody;
import io.deltas3proxy.website.PageHeaders;
import io.deltas3proxy.website.Representation;
import io.deltas3proxy.website.Site;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Sends pages. */
final class PageSending {

  private static final String PRIVATE = "private, ";

  /** What tells of a body; a policy, whose name begins alike, is for who has the body too. */
  private static final Set<String> OF_BODIES =
      Set.of("Content-Disposition", "Content-Encoding", "Content-Language", "Content-Type");

  private final Negotiation negotiation;
  private final ExpiryDate expiry;
  private final BodySending bodies = new BodySending();

  PageSending(Negotiation negotiation, ExpiryDate expiry) {
    this.negotiation = negotiation;
    this.expiry = expiry;
  }

  /**
   * Sends a page.
   *
   * @param status 200, or that of an error, where conditions and ranges mean nothing
   * @param guarded whether caches on the way must not keep it
   * @return what was sent
   */
  Representation send(
      Site site,
      Page page,
      int status,
      boolean guarded,
      HttpServletRequest request,
      HttpServletResponse response)
      throws IOException {
    boolean plain = status != HttpServletResponse.SC_OK;
    // A HEAD has no part (RFC 9110, section 14.2).
    boolean whole = plain || !request.getMethod().equals("GET");
    String wanted = whole ? null : request.getHeader("Range");
    Representation sent =
        negotiation.choose(
            site,
            page,
            wanted == null
                ? AcceptedCodings.of(request.getHeader("Accept-Encoding"))
                : AcceptedCodings.NONE);
    PageHeaders headers = sent.headers();
    if (!plain && Conditions.fail(request, headers)) {
      response.setStatus(HttpServletResponse.SC_PRECONDITION_FAILED);
      response.setContentLength(0);
    } else if (!plain && Conditions.isKnown(request, headers)) {
      response.setStatus(HttpServletResponse.SC_NOT_MODIFIED);
      writeHeaders(headers, guarded, Kind.KNOWN, response);
    } else {
      Optional<ByteRange> range = Conditions.range(request, wanted, headers);
      if (range.isPresent()) {
        sendRange(sent, range.get(), guarded, request, response);
      } else {
        response.setStatus(status);
        writeHeaders(headers, guarded, plain ? Kind.ERROR : Kind.PAGE, response);
        sendBody(sent.body(), 0, sent.body().length(), request, response);
      }
    }
    return sent;
  }

  private void sendRange(
      Representation sent,
      ByteRange range,
      boolean guarded,
      HttpServletRequest request,
      HttpServletResponse response)
      throws IOException {
    long size = sent.body().length();
    Optional<ByteRange.Resolved> resolved = range.resolve(size);
    if (resolved.isEmpty()) {
      response.setStatus(HttpServletResponse.SC_REQUESTED_RANGE_NOT_SATISFIABLE);
      response.setHeader("Content-Range", "bytes */" + size);
      response.setContentLength(0);
      return;
    }
    response.setStatus(HttpServletResponse.SC_PARTIAL_CONTENT);
    writeHeaders(sent.headers(), guarded, Kind.PAGE, response);
    response.setHeader("Content-Range", resolved.get().contentRange());
    sendBody(sent.body(), resolved.get().first(), resolved.get().length(), request, response);
  }

  private void sendBody(
      PageBody body,
      long first,
      long length,
      HttpServletRequest request,
      HttpServletResponse response)
      throws IOException {
    if (request.getMethod().equals("HEAD")) {
      response.setContentLengthLong(length);
    } else {
      bodies.send(body, first, length, RequestContext.of(request), response);
    }
  }

  /** What an answer is, for its headers. */
  private enum Kind {
    PAGE,
    /** The visitor has the body: what tells of that is left out. */
    KNOWN,
    /** It is asked for again each time. */
    ERROR
  }

  private void writeHeaders(
      PageHeaders headers, boolean guarded, Kind kind, HttpServletResponse response) {
    List<String> all = headers.all();
    for (int i = 0; i < all.size(); i += 2) {
      String name = all.get(i);
      if (kind != Kind.KNOWN || !OF_BODIES.contains(name)) {
        response.setHeader(name, all.get(i + 1));
      }
    }
    Duration ahead = headers.expiresAfter();
    if (kind == Kind.ERROR) {
      response.setHeader("Cache-Control", guarded ? PRIVATE + "no-cache" : "no-cache");
      return;
    }
    if (ahead != null) {
      response.setHeader("Expires", expiry.in(ahead));
    }
    if (guarded) {
      String control = String.valueOf(response.getHeader("Cache-Control"));
      response.setHeader("Cache-Control", PRIVATE + control.replaceAll("(?i)\\bpublic\\b,? ?", ""));
    }
  }
}
