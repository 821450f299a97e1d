package io.deltas3proxy.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.deltas3proxy.gateway.Location;
import io.deltas3proxy.gateway.placement.Demand;
import io.deltas3proxy.gateway.placement.ReplicationRule;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads the rules of the configuration that say where replicas may be. */
final class GatewayRulesParser {

  private static final String RULES = "replicationRules";
  private static final String TARGETS = "targetZones";
  private static final String DEMANDS = "demands";

  private GatewayRulesParser() {}

  static List<ReplicationRule> parse(Section gateway) {
    List<ReplicationRule> rules = new ArrayList<>();
    Set<String> names = new HashSet<>();
    JsonNode list = gateway.json(RULES);
    if (!list.isMissingNode() && !list.isArray()) {
      gateway.problem(RULES, "must be a list of maps, each with a name");
      return rules;
    }
    for (int i = 0; i < list.size(); i++) {
      KeyPath at = gateway.path(RULES).element(i);
      if (list.get(i) instanceof ObjectNode node) {
        Section section = gateway.at(node, at);
        Optional<ReplicationRule> rule = rule(section);
        section.end();
        if (rule.isPresent() && !names.add(rule.get().name())) {
          gateway.problem(at, "has the name of another rule");
        }
        rule.ifPresent(rules::add);
      } else {
        gateway.problem(at, "must be a map with a name");
      }
    }
    return rules;
  }

  private static Optional<ReplicationRule> rule(Section rule) {
    Location source = rule.parsed("sourceZone", Location::new).orElse(null);
    List<Location> targets = targets(rule);
    int replicas = rule.integer("replicaCount", 1, ReplicationRule.MOST_REPLICAS, 1);
    Set<String> countries = Set.copyOf(rule.texts("countryRestriction", List.of()));
    Set<Demand> demands = demands(rule);
    boolean enabled = rule.flag("enabled", true);
    if (!rule.has("name")) {
      rule.problem("name", "is missing: it is told to whom the rule refuses something");
    }
    return rule.parsed(
        "name",
        name -> new ReplicationRule(name, source, targets, replicas, countries, demands, enabled));
  }

  private static List<Location> targets(Section rule) {
    List<Location> targets = new ArrayList<>();
    List<String> codes = rule.texts(TARGETS, List.of());
    for (int i = 0; i < codes.size(); i++) {
      try {
        targets.add(new Location(codes.get(i)));
      } catch (IllegalArgumentException e) {
        rule.problem(rule.path(TARGETS).element(i), String.valueOf(e.getMessage()));
      }
    }
    return targets;
  }

  private static Set<Demand> demands(Section rule) {
    Set<Demand> demands = EnumSet.noneOf(Demand.class);
    for (String word : rule.texts(DEMANDS, List.of())) {
      try {
        demands.add(Demand.of(word));
      } catch (IllegalArgumentException e) {
        rule.problem(DEMANDS, String.valueOf(e.getMessage()));
      }
    }
    return demands;
  }
}
