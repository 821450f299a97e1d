package io.deltas3proxy.website.endpoint;

import io.deltas3proxy.website.Site;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Says who may see a site. It is asked before anything of the site is looked for. */
@FunctionalInterface
public interface Door {

  /**
   * Lets a visitor in, or answers itself.
   *
   * @return whether the visitor may see the site; otherwise the response is complete
   */
  boolean admit(Site site, HttpServletRequest request, HttpServletResponse response)
      throws IOException;

  /** Whether what the site answers is not for everybody, and so not for caches on the way. */
  default boolean isGuarded(Site site) {
    return false;
  }
}
