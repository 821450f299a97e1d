package io.deltas3proxy.website.endpoint;

import io.deltas3proxy.website.Site;
import io.deltas3proxy.website.SitePath;
import io.deltas3proxy.website.Sites;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Finds the site that a request is for. */
final class SiteFinding {

  /** Example: {@code http://www.example.com/index.html} (RFC 9112, section 3.2.2). */
  private static final Pattern ABSOLUTE =
      Pattern.compile("[hH][tT][tT][pP][sS]?://([^/?#]*)(/[^?#]*)?");

  private static final String MANAGEMENT = "/_proxy";

  private final Sites sites;
  private final Predicate<HttpServletRequest> free;

  /**
   * Makes it.
   *
   * @param free whether a request is one that nothing else of the product answers: sites that name
   *     no host have only these
   */
  SiteFinding(Sites sites, Predicate<HttpServletRequest> free) {
    this.sites = sites;
    this.free = free;
  }

  Optional<SiteRequest> find(HttpServletRequest request) {
    String target = request.getRequestURI();
    String host = request.getHeader("Host");
    if (target.isEmpty() || target.charAt(0) != '/') {
      Matcher absolute = ABSOLUTE.matcher(target);
      if (absolute.matches()) {
        host = absolute.group(1);
        target = absolute.group(2) == null ? "/" : absolute.group(2);
      }
    }
    return find(request, host, withoutContext(target, request.getContextPath()));
  }

  private Optional<SiteRequest> find(
      HttpServletRequest request, @Nullable String host, String target) {
    Optional<String> path = SitePath.decode(target);
    if (path.isPresent() && isManagement(path.get())) {
      return Optional.empty();
    }
    Optional<SiteRequest> ofHost = in(sites.of(host), target, path);
    return ofHost.isPresent()
        ? ofHost
        : in(sites.ofAnyHost(), target, path).filter(found -> free.test(request));
  }

  /** A path that cannot be read is that of the site which has every path of its host. */
  private static Optional<SiteRequest> in(
      List<Site> candidates, String target, Optional<String> path) {
    if (candidates.isEmpty()) {
      return Optional.empty();
    }
    if (path.isPresent()) {
      return Sites.at(candidates, path.get()).map(site -> SiteRequest.of(site, path.get()));
    }
    Site last = candidates.getLast();
    return last.settings().address().isRoot()
        ? Optional.of(new SiteRequest(last, target, Optional.empty()))
        : Optional.empty();
  }

  private static String withoutContext(String target, String context) {
    return target.startsWith(context + "/") ? target.substring(context.length()) : target;
  }

  private static boolean isManagement(String path) {
    return path.startsWith(MANAGEMENT)
        && (path.length() == MANAGEMENT.length() || path.charAt(MANAGEMENT.length()) == '/');
  }
}
