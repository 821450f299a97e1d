package io.deltas3proxy.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.deltas3proxy.access.PartitionRule;
import io.deltas3proxy.access.StaticRules;
import io.deltas3proxy.access.ValueCondition;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads {@code allowedPartitions}: for each table a list of rules, each a map of conditions. */
final class RuleParser {

  private static final String ANYTHING = "*";

  private final Section section;

  private RuleParser(Section section) {
    this.section = section;
  }

  static StaticRules parse(Section section, Set<String> aliases) {
    RuleParser parser = new RuleParser(section);
    Map<String, List<PartitionRule>> byTable = new LinkedHashMap<>();
    for (String alias : section.names()) {
      if (!aliases.contains(alias)) {
        section.problem(
            alias,
            "is not an alias of tableMapping"
                + Spelling.nearest(alias, aliases)
                    .map(near -> "; did you mean \"" + near + "\"?")
                    .orElse(""));
      }
      byTable.put(alias, parser.rules(alias));
    }
    return new StaticRules(byTable);
  }

  private List<PartitionRule> rules(String alias) {
    KeyPath path = section.path(alias);
    JsonNode value = section.json(alias);
    List<PartitionRule> rules = new ArrayList<>();
    if (!value.isArray()) {
      section.problem(path, "must be a list of maps from columns to values, not " + value);
    }
    for (int i = 0; i < value.size() && value.isArray(); i++) {
      KeyPath at = path.element(i);
      if (value.get(i) instanceof ObjectNode rule) {
        rules.add(rule(rule, at));
      } else {
        section.problem(at, "must be a map from columns to values, not " + value.get(i));
      }
    }
    return rules;
  }

  private PartitionRule rule(ObjectNode rule, KeyPath path) {
    Map<String, ValueCondition> conditions = new LinkedHashMap<>();
    rule.properties()
        .forEach(entry ->
            condition(entry.getValue(), path.child(entry.getKey()))
                .ifPresent(condition -> conditions.put(entry.getKey(), condition)));
    return new PartitionRule(conditions);
  }

  private Optional<ValueCondition> condition(JsonNode value, KeyPath path) {
    if (value.isTextual() && value.textValue().equals(ANYTHING)) {
      return Optional.of(new ValueCondition.Any());
    }
    if (value.isArray()) {
      return list(value, path);
    }
    if (value instanceof ObjectNode range) {
      return range(range, path);
    }
    return Optional.of(ValueCondition.is(scalar(value)));
  }

  private Optional<ValueCondition> list(JsonNode values, KeyPath path) {
    List<@Nullable String> texts = new ArrayList<>();
    for (int i = 0; i < values.size(); i++) {
      if (values.get(i).isContainerNode()) {
        section.problem(path.element(i), "must be one value, not " + values.get(i));
        return Optional.empty();
      }
      texts.add(scalar(values.get(i)));
    }
    if (texts.isEmpty()) {
      section.problem(path, "must have at least one value: an empty list allows nothing");
      return Optional.empty();
    }
    return Optional.of(new ValueCondition.OneOf(texts));
  }

  private Optional<ValueCondition> range(ObjectNode range, KeyPath path) {
    boolean good = !range.isEmpty();
    for (Map.Entry<String, JsonNode> end : range.properties()) {
      good &= end.getKey().equals("from") || end.getKey().equals("to");
      good &= end.getValue().isValueNode() && !end.getValue().isNull();
    }
    if (!good) {
      section.problem(
          path, "must be a range with \"from\", \"to\" or both, each one value, not " + range);
      return Optional.empty();
    }
    return Optional.of(new ValueCondition.Range(end(range, "from"), end(range, "to")));
  }

  private static @Nullable String end(ObjectNode range, String name) {
    return range.has(name) ? scalar(range.path(name)) : null;
  }

  /** The value as the log would write it. */
  private static @Nullable String scalar(JsonNode value) {
    if (value.isNull()) {
      return null;
    }
    BigDecimal number = value.isNumber() ? value.decimalValue() : null;
    return number == null ? value.asText() : number.toPlainString();
  }
}
