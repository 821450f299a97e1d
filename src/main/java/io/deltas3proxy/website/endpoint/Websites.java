package io.deltas3proxy.website.endpoint;

import io.deltas3proxy.website.Negotiation;
import io.deltas3proxy.website.Pages;
import io.deltas3proxy.website.SiteAnswers;
import io.deltas3proxy.website.Sites;
import java.time.Clock;

/**
 * All that the websites of the product are made of.
 *
 * @param pages of all sites
 * @param context path that the application is deployed at, empty for the root
 */
public record Websites(Sites sites, Pages pages, String context, Clock clock) {

  SiteAnswers answers() {
    return new SiteAnswers(pages, context);
  }

  PageSending sending() {
    return new PageSending(new Negotiation(pages), new ExpiryDate(clock));
  }
}
