package io.deltas3proxy.http;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a decision on one object rests on.
 *
 * @param partitions values by column, of each partition that the object belongs to; {@code null}
 *     stands for null
 * @param more whether it belongs to further partitions
 * @param rule name of the rule that allows it; {@code null} when none does
 * @param indexVersion version of the table that was looked at, -1 when its log is not known
 */
public record Judgement(
    List<Map<String, @Nullable String>> partitions,
    boolean more,
    @Nullable String rule,
    long indexVersion) {
  public Judgement {
    partitions = List.copyOf(partitions);
  }
}
