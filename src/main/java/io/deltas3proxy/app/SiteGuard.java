package io.deltas3proxy.app;

import io.deltas3proxy.website.login.LoginSettings;
import io.deltas3proxy.website.visitor.VisitorRules;
import java.util.Optional;

/**
 * Who may see a site.
 *
 * @param rules by where visitors come from
 * @param login by who they are; empty for a site that everybody sees
 */
record SiteGuard(VisitorRules rules, Optional<LoginSettings> login) {

  /** Whether not everybody sees what the site answers. */
  boolean isClosed() {
    return login.isPresent() || !rules.equals(VisitorRules.NONE);
  }
}
