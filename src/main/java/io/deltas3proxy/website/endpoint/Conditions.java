package io.deltas3proxy.website.endpoint;

import io.deltas3proxy.storage.ByteRange;
import io.deltas3proxy.storage.EntityTags;
import io.deltas3proxy.website.HttpDate;
import io.deltas3proxy.website.PageHeaders;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a request says of the state in which a page is wanted (RFC 9110, sections 13 and 14.2). */
final class Conditions {

  private Conditions() {}

  /** Whether the page has another state than the visitor insists on: 412. */
  static boolean fail(HttpServletRequest request, PageHeaders page) {
    String match = request.getHeader("If-Match");
    if (match != null) {
      return !EntityTags.parse(match).matchesStrongly(page.eTag());
    }
    String since = request.getHeader("If-Unmodified-Since");
    return since != null && isModifiedSince(since, page).orElse(false);
  }

  /** Whether the visitor has this very state: 304. */
  static boolean isKnown(HttpServletRequest request, PageHeaders page) {
    String noneMatch = request.getHeader("If-None-Match");
    if (noneMatch != null) {
      return noneMatch.equals(page.eTag())
          || EntityTags.parse(noneMatch).matchesWeakly(page.eTag());
    }
    String since = request.getHeader("If-Modified-Since");
    return since != null
        && (since.equals(page.lastModified()) || !isModifiedSince(since, page).orElse(true));
  }

  /** Empty for a date that cannot be read. */
  private static Optional<Boolean> isModifiedSince(String since, PageHeaders page) {
    Optional<Instant> modified = HttpDate.parse(page.lastModified());
    return HttpDate.parse(since).flatMap(date -> modified.map(time -> time.isAfter(date)));
  }

  /**
   * The range that is wanted, where the page still has the state that {@code If-Range} names.
   *
   * @param range value of {@code Range}
   */
  static Optional<ByteRange> range(
      HttpServletRequest request, @Nullable String range, PageHeaders page) {
    if (range == null) {
      return Optional.empty();
    }
    String state = request.getHeader("If-Range");
    boolean same =
        state == null
            || state.equals(page.lastModified())
            || (state.startsWith("\"") && EntityTags.parse(state).matchesStrongly(page.eTag()));
    return same ? ByteRange.parse(range) : Optional.empty();
  }
}
