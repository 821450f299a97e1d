package io.deltas3proxy.website;

import org.jspecify.annotations.Nullable;

/**
 * Which documents a site answers with where a path names none.
 *
 * @param index put behind a path that ends with a slash, for example {@code index.html}
 * @param error name of the page for what is not there or not allowed; {@code null} for a plain one
 * @param listing whether a directory without an index is listed
 * @param acceptsQueries whether a request with a query is answered; it means nothing to a page
 */
public record Documents(
    String index, @Nullable String error, boolean listing, boolean acceptsQueries) {

  public static final Documents DEFAULTS = new Documents("index.html", null, false, true);

  public Documents {
    if (index.isEmpty() || index.indexOf('/') >= 0 || SitePath.hasDots(index)) {
      throw new IllegalArgumentException("must be a name without slashes, for example index.html");
    }
    if (error != null && (error.isEmpty() || error.startsWith("/") || SitePath.hasDots(error))) {
      throw new IllegalArgumentException("must be the name of a page, for example 404.html");
    }
  }

  /** The name of the page that a path means. */
  String page(String name) {
    return isDirectory(name) ? name + index : name;
  }

  static boolean isDirectory(String name) {
    return name.isEmpty() || name.endsWith("/");
  }
}
