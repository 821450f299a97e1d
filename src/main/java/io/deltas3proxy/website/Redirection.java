package io.deltas3proxy.website;

import org.jspecify.annotations.Nullable;

/**
 * Where a rule sends a visitor (S3 API, {@code Redirect} and {@code RedirectAllRequestsTo}).
 *
 * @param protocol {@code http} or {@code https}; {@code null} for the visitor's own
 * @param host with its port where it needs one; {@code null} for the visitor's own
 * @param replacement what the name becomes
 * @param status 301 to 308, other than 304 to 306
 */
public record Redirection(
    @Nullable String protocol, @Nullable String host, Replacement replacement, int status) {

  /** What becomes of the name of a page. */
  public sealed interface Replacement {

    /** It stays. */
    record None() implements Replacement {}

    /** All of it is replaced. */
    record Whole(String name) implements Replacement {}

    /** The prefix of the rule's condition is replaced, or put before it where there is none. */
    record Prefix(String prefix) implements Replacement {}
  }

  public Redirection {
    if (protocol != null && !protocol.equals("http") && !protocol.equals("https")) {
      throw new IllegalArgumentException("must be http or https");
    }
    if (host != null
        && !host.matches("[A-Za-z0-9._-]+(:\\d{1,5})?|\\[[0-9a-fA-F:]+\\](:\\d{1,5})?")) {
      throw new IllegalArgumentException("must be the name of a host, with a port where needed");
    }
    if (protocol != null && host == null) {
      throw new IllegalArgumentException("needs the name of a host beside it");
    }
    if (status < 301 || status > 308 || (status >= 304 && status <= 306)) {
      throw new IllegalArgumentException("must be 301, 302, 303, 307 or 308");
    }
  }

  /**
   * The {@code Location} for a page.
   *
   * @param base of the site, see {@link SiteAddress#base}
   * @param matched prefix that the rule's condition names, or empty
   */
  String location(String base, String name, String matched) {
    String changed =
        switch (replacement) {
          case Replacement.None() -> name;
          case Replacement.Whole(String whole) -> whole;
          case Replacement.Prefix(String prefix) -> prefix + name.substring(matched.length());
        };
    if (host == null) {
      // Two slashes at the start would name another host.
      return SitePath.encode(base + changed.replaceFirst("^/+", ""));
    }
    return (protocol == null ? "" : protocol + ":") + "//" + host + SitePath.encode("/" + changed);
  }
}
