package io.deltas3proxy.access;

import io.deltas3proxy.delta.DeltaType;
import io.deltas3proxy.delta.PartitionSchema;
import io.deltas3proxy.delta.PartitionValues;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.OptionalInt;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** One rule, made ready for the columns of one table. */
final class RuleMatcher {

  private record Column(int position, Predicate<@Nullable String> condition) {}

  private final List<Column> columns;

  private RuleMatcher(List<Column> columns) {
    this.columns = columns;
  }

  /**
   * @throws InvalidRuleException if the rule names a column that the table is not partitioned by,
   *     or a value that is not of the column's type
   */
  static RuleMatcher of(PartitionRule rule, PartitionSchema schema) throws InvalidRuleException {
    List<Column> columns = new ArrayList<>();
    for (Map.Entry<String, ValueCondition> entry : rule.conditions().entrySet()) {
      String name = entry.getKey();
      OptionalInt position = schema.position(name);
      if (position.isEmpty()) {
        throw new InvalidRuleException(name, "the table is not partitioned by column " + name);
      }
      DeltaType type = schema.columns().get(position.getAsInt()).type();
      columns.add(new Column(position.getAsInt(), condition(name, type, entry.getValue())));
    }
    return new RuleMatcher(List.copyOf(columns));
  }

  boolean matches(PartitionValues partition) {
    for (Column column : columns) {
      if (!column.condition().test(partition.values().get(column.position()))) {
        return false;
      }
    }
    return true;
  }

  private static Predicate<@Nullable String> condition(
      String column, DeltaType type, ValueCondition condition) throws InvalidRuleException {
    return switch (condition) {
      case ValueCondition.Any() -> value -> true;
      case ValueCondition.OneOf(List<@Nullable String> values) -> oneOf(column, type, values);
      case ValueCondition.Range(String from, String to) -> {
        Comparable<?> least = from == null ? null : typed(column, type, from);
        Comparable<?> greatest = to == null ? null : typed(column, type, to);
        if (least != null && greatest != null && compare(least, greatest) > 0) {
          throw new InvalidRuleException(
              column, "the range of column " + column + " is empty: " + from + " to " + to);
        }
        yield value -> inRange(type, value, least, greatest);
      }
    };
  }

  private static Predicate<@Nullable String> oneOf(
      String column, DeltaType type, List<@Nullable String> values) throws InvalidRuleException {
    boolean nullAllowed = false;
    // Ordered: there may be ten thousand values, and as many partitions to hold against them.
    NavigableSet<Comparable<?>> allowed = new TreeSet<>(RuleMatcher::compare);
    for (String value : values) {
      if (TypedValue.isNull(value)) {
        nullAllowed = true;
      } else if (value != null) {
        allowed.add(typed(column, type, value));
      }
    }
    boolean withNull = nullAllowed;
    return value -> {
      if (value == null || TypedValue.isNull(value)) {
        return withNull;
      }
      return TypedValue.parse(type, value).filter(allowed::contains).isPresent();
    };
  }

  private static boolean inRange(
      DeltaType type,
      @Nullable String value,
      @Nullable Comparable<?> least,
      @Nullable Comparable<?> greatest) {
    if (value == null || TypedValue.isNull(value)) {
      return false;
    }
    return TypedValue.parse(type, value)
        // Not a number is in no range, although it sorts after every number.
        .filter(actual -> !isNaN(actual))
        .filter(actual -> least == null || compare(least, actual) <= 0)
        .filter(actual -> greatest == null || compare(actual, greatest) <= 0)
        .isPresent();
  }

  private static boolean isNaN(Comparable<?> value) {
    return (value instanceof Double number && number.isNaN())
        || (value instanceof Float small && small.isNaN());
  }

  private static Comparable<?> typed(String column, DeltaType type, String value)
      throws InvalidRuleException {
    return TypedValue.parse(type, value)
        .orElseThrow(() ->
            new InvalidRuleException(
                column,
                "column " + column + " is of type " + type + ", which \"" + value + "\" is not"));
  }

  @SuppressWarnings("unchecked") // Both come from TypedValue.parse with the same type.
  private static int compare(Comparable<?> left, Comparable<?> right) {
    return ((Comparable<Object>) left).compareTo(right);
  }
}
