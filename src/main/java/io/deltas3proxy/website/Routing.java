package io.deltas3proxy.website;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where a site sends its visitors elsewhere. The first rule that fits is followed.
 *
 * @param all where every request goes; {@code null} for a site that has pages
 */
public record Routing(@Nullable Redirection all, List<RoutingRule> rules) {

  public static final Routing NONE = new Routing(null, List.of());

  public Routing {
    rules = List.copyOf(rules);
  }

  /** Where a request goes whether the page is there or not. */
  Optional<Answer.Redirect> before(String base, String name) {
    if (all != null) {
      return Optional.of(new Answer.Redirect(all.status(), all.location(base, name, "")));
    }
    for (RoutingRule rule : rules) {
      if (rule.isForAll(name)) {
        return Optional.of(redirect(rule, base, name));
      }
    }
    return Optional.empty();
  }

  /** Where a request goes that would be answered with an error. */
  Optional<Answer.Redirect> instead(String base, String name, int error) {
    for (RoutingRule rule : rules) {
      if (rule.isFor(name, error)) {
        return Optional.of(redirect(rule, base, name));
      }
    }
    return Optional.empty();
  }

  private static Answer.Redirect redirect(RoutingRule rule, String base, String name) {
    Redirection redirection = rule.redirection();
    return new Answer.Redirect(
        redirection.status(), redirection.location(base, name, rule.prefix()));
  }
}
