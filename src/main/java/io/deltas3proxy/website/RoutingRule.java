package io.deltas3proxy.website;

import java.util.OptionalInt;

/**
 * One rule of a site (S3 API, {@code RoutingRule}).
 *
 * @param prefix of the names that it is about; empty for all
 * @param status the rule is for what would be answered with this error; empty for one that is
 *     followed before the page is looked for
 */
public record RoutingRule(String prefix, OptionalInt status, Redirection redirection) {

  public RoutingRule {
    if (status.isPresent() && (status.getAsInt() < 400 || status.getAsInt() > 599)) {
      throw new IllegalArgumentException("must be the status of an error, 400 to 599");
    }
  }

  boolean isForAll(String name) {
    return status.isEmpty() && name.startsWith(prefix);
  }

  boolean isFor(String name, int error) {
    return status.isPresent() && status.getAsInt() == error && name.startsWith(prefix);
  }
}
