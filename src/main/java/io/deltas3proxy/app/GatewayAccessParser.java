package io.deltas3proxy.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.deltas3proxy.access.Grantee;
import io.deltas3proxy.gateway.endpoint.AccessRule;
import io.deltas3proxy.gateway.endpoint.GatewayPrivilege;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads who may do what in the gateway. */
final class GatewayAccessParser {

  private static final String ACCESS = "access";
  private static final String PRIVILEGES = "privileges";
  private static final String WORDS = "must be a list of read, write, delete and bypassRetention";

  private GatewayAccessParser() {}

  static List<AccessRule> parse(Section gateway) {
    List<AccessRule> rules = new ArrayList<>();
    JsonNode list = gateway.json(ACCESS);
    if (!list.isMissingNode() && !list.isArray()) {
      gateway.problem(ACCESS, "must be a list of maps with a grantee, buckets and privileges");
      return rules;
    }
    for (int i = 0; i < list.size(); i++) {
      if (list.get(i) instanceof ObjectNode node) {
        Section rule = gateway.at(node, gateway.path(ACCESS).element(i));
        rule(rule).ifPresent(rules::add);
        rule.end();
      } else {
        gateway.problem(
            gateway.path(ACCESS).element(i), "must be a map with a grantee and privileges");
      }
    }
    return rules;
  }

  private static Optional<AccessRule> rule(Section rule) {
    Optional<Grantee> grantee = grantee(rule);
    List<String> buckets = rule.texts("buckets", List.of("*"));
    if (buckets.isEmpty()) {
      rule.problem("buckets", "must name a bucket; * stands for any characters");
    }
    Set<GatewayPrivilege> privileges = privileges(rule);
    String prefix = rule.isEmptyText("prefix") ? "" : rule.text("prefix", "");
    return grantee.isEmpty() || buckets.isEmpty() || privileges.isEmpty()
        ? Optional.empty()
        : Optional.of(new AccessRule(grantee.get(), buckets, prefix, privileges));
  }

  private static Optional<Grantee> grantee(Section rule) {
    Optional<Grantee> user = rule.text("user").map(Grantee.User::new);
    Optional<Grantee> group = rule.text("group").map(Grantee.Group::new);
    boolean everyone = rule.flag("everyone", false);
    int given = (user.isPresent() ? 1 : 0) + (group.isPresent() ? 1 : 0) + (everyone ? 1 : 0);
    if (given != 1) {
      rule.problem("user", "must be given, or group, or everyone: true: one of them");
      return Optional.empty();
    }
    return everyone ? Optional.of(new Grantee.Everyone()) : user.or(() -> group);
  }

  private static Set<GatewayPrivilege> privileges(Section rule) {
    Set<GatewayPrivilege> privileges = EnumSet.noneOf(GatewayPrivilege.class);
    for (String word : rule.texts(PRIVILEGES, List.of())) {
      Optional<GatewayPrivilege> privilege = GatewayPrivilege.named(word);
      if (privilege.isEmpty()) {
        rule.problem(PRIVILEGES, WORDS + ", not " + rule.shown(PRIVILEGES, word));
        return Set.of();
      }
      privileges.add(privilege.get());
    }
    if (privileges.isEmpty()) {
      rule.problem(PRIVILEGES, WORDS + ", not empty");
    }
    return privileges;
  }
}
