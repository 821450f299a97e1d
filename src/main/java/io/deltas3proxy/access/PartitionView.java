package io.deltas3proxy.access;

import io.deltas3proxy.delta.PartitionSchema;
import io.deltas3proxy.delta.TableTotals;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One partition, as a caller has it.
 *
 * @param values by logical column name; {@code null} stands for null
 * @param rule name of a rule that allows it; {@code null} when it is denied
 * @param writeRule name of a rule that lets it be written; {@code null} when it may not be, and
 *     where that is not what is told
 * @param files live data files
 * @param bytes their size
 */
public record PartitionView(
    Map<String, @Nullable String> values,
    @Nullable String rule,
    @Nullable String writeRule,
    long files,
    long bytes) {
  public PartitionView {
    values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
  }

  static PartitionView of(
      PartitionSchema schema,
      TableTotals.Partition partition,
      Optional<String> rule,
      Optional<String> writeRule) {
    return new PartitionView(
        ObjectGrounds.byColumn(schema, partition.values()),
        rule.orElse(null),
        writeRule.orElse(null),
        partition.files(),
        partition.bytes());
  }

  public boolean allowed() {
    return rule != null;
  }
}
