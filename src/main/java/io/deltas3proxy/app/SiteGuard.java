package io.deltas3proxy.app;

import io.deltas3proxy.website.visitor.VisitorRules;

/**
 * Who may see a site.
 *
 * @param rules by where visitors come from
 */
record SiteGuard(VisitorRules rules) {}
