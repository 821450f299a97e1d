package io.deltas3proxy.access;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a decision rests on, for the audit and for explanations.
 *
 * @param partitions the partitions that the object belongs to, by logical column name; {@code null}
 *     stands for null; empty when none is known; at most {@link #MOST_PARTITIONS}
 * @param more whether it belongs to further partitions
 * @param rule name of a rule that allows the object; {@code null} when none does
 * @param indexVersion version of the table that was looked at, -1 when its log is not known
 */
public record Grounds(
    ObjectKind kind,
    List<Map<String, @Nullable String>> partitions,
    boolean more,
    @Nullable String rule,
    long indexVersion) {

  public static final int MOST_PARTITIONS = 16;

  public Grounds {
    List<Map<String, @Nullable String>> copies = new ArrayList<>();
    for (Map<String, @Nullable String> values : partitions) {
      copies.add(Collections.unmodifiableMap(new LinkedHashMap<>(values)));
    }
    partitions = Collections.unmodifiableList(copies);
  }

  /** The same for an object that is denied although a rule allows one of its partitions. */
  public Grounds denied() {
    return new Grounds(kind, partitions, more, null, indexVersion);
  }
}
