package io.deltas3proxy.website.endpoint;

import io.deltas3proxy.http.RequestContext;
import io.deltas3proxy.website.Site;
import io.deltas3proxy.website.SitePath;
import io.deltas3proxy.website.cache.CachedPages;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets operators clear the cache: {@code GET} or {@code DELETE
 * /_proxy/_private/_cache/clear?site=name&prefix=name}. Everything else below {@code /_proxy} is
 * not there.
 */
public final class CacheClearServlet extends HttpServlet {

  /** Below which no site has a page. */
  public static final String PATTERN = "/_proxy/*";

  private static final long serialVersionUID = 1L;
  private static final Logger LOG = LoggerFactory.getLogger(CacheClearServlet.class);
  private static final String CLEAR = "/_private/_cache/clear";

  private final transient CachedPages pages;
  private final transient Websites websites;
  private final transient ClearKey key;

  public CacheClearServlet(Websites websites, CachedPages pages, ClearKey key) {
    this.websites = websites;
    this.pages = pages;
    this.key = key;
  }

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    RequestContext context = RequestContext.of(request);
    context.operation("ClearCache");
    String method = request.getMethod();
    if (!CLEAR.equals(request.getPathInfo())) {
      PlainPage.send(404, request, response);
    } else if (!method.equals("GET") && !method.equals("DELETE")) {
      response.setHeader("Allow", "GET, DELETE");
      PlainPage.send(405, request, response);
    } else {
      switch (key.check(request.getHeader("Authorization"))) {
        case UNREADABLE -> PlainPage.send(400, request, response);
        case REFUSED -> {
          context.denial("no key for clearing the cache");
          PlainPage.send(403, request, response);
        }
        case ACCEPTED -> clear(request, response);
      }
    }
  }

  private void clear(HttpServletRequest request, HttpServletResponse response) throws IOException {
    if (!isUnderstood(request.getQueryString())) {
      // What cannot be read must not clear everything.
      PlainPage.send(400, request, response);
      return;
    }
    Optional<String> name = parameter(request, "site");
    Optional<String> prefix = parameter(request, "prefix");
    Optional<Site> site =
        name.flatMap(wanted ->
            websites.sites().all().stream().filter(one -> one.name().equals(wanted)).findFirst());
    if (name.isPresent() && site.isEmpty()) {
      PlainPage.send(404, request, response);
      return;
    }
    int cleared = pages.clear(site.orElse(null), prefix.map(CacheClearServlet::name).orElse(""));
    LOG.info(
        "{}: {} pages of the website cache are cleared",
        RequestContext.of(request).requestId(),
        cleared);
    response.setStatus(HttpServletResponse.SC_NOT_MODIFIED);
    response.setHeader("Cache-Control", "no-store");
  }

  /** Written as a path or as the beginning of a name. */
  private static String name(String prefix) {
    return prefix.startsWith("/") ? prefix.substring(1) : prefix;
  }

  /** Whether each parameter is one of the two, and can be decoded. */
  private static boolean isUnderstood(@Nullable String query) {
    return query == null
        || query.isEmpty()
        || Arrays.stream(query.split("&", -1))
            .allMatch(pair ->
                (pair.startsWith("site=") || pair.startsWith("prefix="))
                    && decoded(pair.substring(pair.indexOf('=') + 1)).isPresent());
  }

  private static Optional<String> decoded(String value) {
    return SitePath.decode("/" + value).map(path -> path.substring(1));
  }

  /** From the query alone: a form is no reason to read a body. */
  private static Optional<String> parameter(HttpServletRequest request, String wanted) {
    String query = request.getQueryString();
    if (query != null) {
      for (String pair : query.split("&", -1)) {
        if (pair.startsWith(wanted + "=")) {
          return decoded(pair.substring(wanted.length() + 1));
        }
      }
    }
    return Optional.empty();
  }
}
