package io.deltas3proxy.access;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.deltas3proxy.delta.PartitionPolicy;
import io.deltas3proxy.delta.PartitionSchema;
import io.deltas3proxy.delta.PartitionValues;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/** What a list of rules lets through of a table's log. */
final class RulePolicy {

  /** Most partitions of which the answer is remembered; a table has few in most commits. */
  private static final int MOST_REMEMBERED = 50_000;

  private RulePolicy() {}

  /**
   * The policy of rules, whatever their order. A rule that does not fit the table lets nothing
   * through; the others hold.
   */
  static PartitionPolicy of(List<PartitionRule> rules, PartitionSchema schema) {
    boolean everything = rules.stream().anyMatch(rule -> rule.conditions().isEmpty());
    List<RuleMatcher> matchers = new ArrayList<>();
    for (PartitionRule rule : rules) {
      try {
        matchers.add(RuleMatcher.of(rule, schema));
      } catch (InvalidRuleException e) {
        // Reported where the rules are made ready for the table's index.
      }
    }
    Predicate<PartitionValues> visible =
        everything ? values -> true : new Remembered(List.copyOf(matchers));
    return new PartitionPolicy(everything ? "everything" : fingerprint(rules), schema, visible);
  }

  /** The same text for the same rules: each once, without regard to their order. */
  private static String fingerprint(List<PartitionRule> rules) {
    List<String> texts = new ArrayList<>();
    for (PartitionRule rule : rules) {
      JsonNode written = RuleJson.write(List.of(rule)).get(0);
      Map<String, String> columns = new TreeMap<>();
      for (Map.Entry<String, JsonNode> column : written.properties()) {
        // Names of columns compare ignoring case.
        columns.merge(
            // Quoted, so that no name can look like a condition on other columns.
            TextNode.valueOf(column.getKey().toLowerCase(Locale.ROOT)).toString(),
            column.getValue().toString(),
            (one, other) -> one + "&" + other);
      }
      texts.add(columns.toString());
    }
    Collections.sort(texts);
    return "rules " + texts.stream().distinct().toList();
  }

  private static final class Remembered implements Predicate<PartitionValues> {
    private final List<RuleMatcher> matchers;
    private final Map<PartitionValues, Boolean> answers = new ConcurrentHashMap<>();

    Remembered(List<RuleMatcher> matchers) {
      this.matchers = matchers;
    }

    @Override
    public boolean test(PartitionValues values) {
      Boolean known = answers.get(values);
      if (known != null) {
        return known;
      }
      boolean matches = matchers.stream().anyMatch(matcher -> matcher.matches(values));
      if (answers.size() < MOST_REMEMBERED) {
        answers.put(values, matches);
      }
      return matches;
    }
  }
}
