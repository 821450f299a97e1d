package io.deltas3proxy.access;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a rule demands of one partition column. Values are text, compared by the column's type. */
public sealed interface ValueCondition {

  /**
   * The column has one of these values.
   *
   * @param values {@code null} stands for null; never empty
   */
  record OneOf(List<@Nullable String> values) implements ValueCondition {
    public OneOf {
      values = Collections.unmodifiableList(new ArrayList<>(values));
      if (values.isEmpty()) {
        throw new IllegalArgumentException("an empty list of values allows nothing");
      }
    }
  }

  /**
   * The column lies in a range; both ends belong to it. Null lies in no range.
   *
   * @param from least value, {@code null} for no lower end
   * @param to greatest value, {@code null} for no upper end
   */
  record Range(@Nullable String from, @Nullable String to) implements ValueCondition {
    public Range {
      if (from == null && to == null) {
        throw new IllegalArgumentException("a range needs \"from\", \"to\" or both");
      }
    }
  }

  /** The column has any value, null included. */
  record Any() implements ValueCondition {}

  static ValueCondition is(@Nullable String value) {
    return new OneOf(Collections.singletonList(value));
  }
}
