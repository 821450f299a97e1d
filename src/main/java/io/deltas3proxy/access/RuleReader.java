package io.deltas3proxy.access;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads rules from JSON, and says where it is wrong. */
public final class RuleReader {

  public static final int MOST_RULES = 10_000;
  public static final int MOST_COLUMNS = 64;
  public static final int MOST_VALUES = 10_000;
  public static final int LONGEST_VALUE = 4096;

  static final String ANYTHING = "*";

  /** Digits that a number may have as text: an exponent would make them without end. */
  private static final int MOST_DIGITS = 400;

  private static final int SHOWN = 200;

  private RuleReader() {}

  /** Reads a list of rules; what is wrong with it is noted at its place. */
  public static List<PartitionRule> read(JsonNode value, RulePlace place) {
    List<PartitionRule> rules = new ArrayList<>();
    if (!value.isArray()) {
      place.problem("must be a list of maps from columns to values, not " + shown(value));
    } else if (value.size() > MOST_RULES) {
      place.problem("must not have more than " + MOST_RULES + " rules");
    } else {
      for (int i = 0; i < value.size(); i++) {
        RulePlace at = place.element(i);
        if (value.get(i) instanceof ObjectNode rule) {
          rules.add(rule(rule, at));
        } else {
          at.problem("must be a map from columns to values, not " + shown(value.get(i)));
        }
      }
    }
    return rules;
  }

  private static PartitionRule rule(ObjectNode rule, RulePlace place) {
    Map<String, ValueCondition> conditions = new LinkedHashMap<>();
    if (rule.size() > MOST_COLUMNS) {
      place.problem("must not name more than " + MOST_COLUMNS + " columns");
      return new PartitionRule(conditions);
    }
    for (Map.Entry<String, JsonNode> entry : rule.properties()) {
      condition(entry.getValue(), place.child(entry.getKey()))
          .ifPresent(condition -> conditions.put(entry.getKey(), condition));
    }
    return new PartitionRule(conditions);
  }

  private static Optional<ValueCondition> condition(JsonNode value, RulePlace place) {
    if (value.isTextual() && value.textValue().equals(ANYTHING)) {
      return Optional.of(new ValueCondition.Any());
    }
    if (value.isArray()) {
      return list(value, place);
    }
    if (value instanceof ObjectNode range) {
      return range(range, place);
    }
    return isValue(value, place) ? Optional.of(ValueCondition.is(scalar(value))) : Optional.empty();
  }

  private static Optional<ValueCondition> list(JsonNode values, RulePlace place) {
    List<@Nullable String> texts = new ArrayList<>();
    if (values.size() > MOST_VALUES) {
      place.problem("must not have more than " + MOST_VALUES + " values");
      return Optional.empty();
    }
    for (int i = 0; i < values.size(); i++) {
      if (!isValue(values.get(i), place.element(i))) {
        return Optional.empty();
      }
      texts.add(scalar(values.get(i)));
    }
    if (texts.isEmpty()) {
      place.problem("must have at least one value: an empty list allows nothing");
      return Optional.empty();
    }
    return Optional.of(new ValueCondition.OneOf(texts));
  }

  private static Optional<ValueCondition> range(ObjectNode range, RulePlace place) {
    boolean good = !range.isEmpty();
    for (Map.Entry<String, JsonNode> end : range.properties()) {
      good &= end.getKey().equals("from") || end.getKey().equals("to");
      good &= end.getValue().isValueNode() && !end.getValue().isNull();
      good = good && isValue(end.getValue(), place.child(end.getKey()));
    }
    if (!good) {
      place.problem(
          "must be a range with \"from\", \"to\" or both, each one value, not " + shown(range));
      return Optional.empty();
    }
    return Optional.of(new ValueCondition.Range(end(range, "from"), end(range, "to")));
  }

  private static @Nullable String end(ObjectNode range, String name) {
    return range.has(name) ? scalar(range.path(name)) : null;
  }

  private static boolean isValue(JsonNode value, RulePlace place) {
    if (value.isTextual() && value.textValue().length() > LONGEST_VALUE) {
      place.problem("must not be longer than " + LONGEST_VALUE + " characters");
      return false;
    }
    boolean finite = !value.isFloatingPointNumber() || value.isBigDecimal() || isFinite(value);
    boolean plain = value.isTextual() || value.isBoolean() || value.isNull() || value.isNumber();
    if (!plain || !finite || (value.isNumber() && digits(value.decimalValue()) > MOST_DIGITS)) {
      place.problem("must be one value, not " + shown(value));
      return false;
    }
    return true;
  }

  private static boolean isFinite(JsonNode number) {
    return Double.isFinite(number.doubleValue());
  }

  private static long digits(BigDecimal number) {
    return Math.max(number.precision(), Math.abs((long) number.scale()));
  }

  /** The value as the log would write it. */
  private static @Nullable String scalar(JsonNode value) {
    if (value.isNull()) {
      return null;
    }
    return value.isNumber() ? value.decimalValue().toPlainString() : value.asText();
  }

  private static String shown(JsonNode value) {
    String text = value.toString();
    return text.length() > SHOWN ? text.substring(0, SHOWN) + "..." : text;
  }
}
