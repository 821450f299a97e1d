package io.deltas3proxy.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.deltas3proxy.website.Redirection;
import io.deltas3proxy.website.Redirection.Replacement;
import io.deltas3proxy.website.Routing;
import io.deltas3proxy.website.RoutingRule;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Reads where a site sends its visitors, in the words of S3's website configuration. */
final class SiteRoutingParser {

  private static final String ALL = "redirectAllTo";
  private static final String RULES = "routingRules";
  private static final String ERROR = "httpErrorCodeReturnedEquals";
  private static final int MOVED = 301;
  private static final int MOST_RULES = 500;

  private final Section site;

  SiteRoutingParser(Section site) {
    this.site = site;
  }

  Routing parse() {
    Redirection all = null;
    if (site.has(ALL)) {
      Section section = site.section(ALL);
      all = redirection(section, new Replacement.None());
      section.end();
    }
    return new Routing(all, rules());
  }

  private List<RoutingRule> rules() {
    JsonNode list = site.json(RULES);
    List<RoutingRule> rules = new ArrayList<>();
    if (list.isMissingNode()) {
      return rules;
    }
    if (!list.isArray() || list.size() > MOST_RULES) {
      site.problem(RULES, "must be a list of at most " + MOST_RULES + " rules");
      return rules;
    }
    for (int i = 0; i < list.size(); i++) {
      KeyPath at = site.path(RULES).element(i);
      if (list.get(i) instanceof ObjectNode rule) {
        rule(site.at(rule, at), rules);
      } else {
        site.problem(at, "must be a map with condition and redirect");
      }
    }
    return rules;
  }

  private static void rule(Section rule, List<RoutingRule> rules) {
    Section condition = rule.section("condition");
    Section redirect = rule.section("redirect");
    String prefix = condition.text("keyPrefixEquals", "");
    int error = condition.integer(ERROR, 400, 599, 0);
    Redirection redirection = redirection(redirect, replacement(redirect));
    if (!rule.has("redirect")) {
      rule.problem("redirect", "is missing");
    }
    condition.end();
    redirect.end();
    rule.end();
    if (redirection != null) {
      rules.add(
          new RoutingRule(
              prefix, error == 0 ? OptionalInt.empty() : OptionalInt.of(error), redirection));
    }
  }

  private static Replacement replacement(Section redirect) {
    boolean whole = redirect.has("replaceKeyWith");
    boolean prefix = redirect.has("replaceKeyPrefixWith");
    if (whole && prefix) {
      redirect.problem("replaceKeyPrefixWith", "must not be given beside replaceKeyWith");
    }
    if (whole) {
      return new Replacement.Whole(textOrEmpty(redirect, "replaceKeyWith"));
    }
    return prefix
        ? new Replacement.Prefix(textOrEmpty(redirect, "replaceKeyPrefixWith"))
        : new Replacement.None();
  }

  private static String textOrEmpty(Section section, String key) {
    return section.isEmptyText(key) ? "" : section.text(key, "");
  }

  private static @Nullable Redirection redirection(Section section, Replacement replacement) {
    String protocol = section.text("protocol").orElse(null);
    String host = section.text("hostName").orElse(null);
    int status = section.integer("httpRedirectCode", MOVED, 308, MOVED);
    if (host == null && replacement instanceof Replacement.None) {
      section.problem("hostName", "is missing: without it the redirect leads to itself");
      return null;
    }
    try {
      return new Redirection(protocol, host, replacement, status);
    } catch (IllegalArgumentException e) {
      String wrong = String.valueOf(e.getMessage());
      section.problem(wrong.contains("http") ? "protocol" : "hostName", wrong);
      return null;
    }
  }
}
