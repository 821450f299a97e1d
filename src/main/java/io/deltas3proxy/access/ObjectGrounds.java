package io.deltas3proxy.access;

import io.deltas3proxy.delta.Membership;
import io.deltas3proxy.delta.PartitionColumn;
import io.deltas3proxy.delta.PartitionSchema;
import io.deltas3proxy.delta.PartitionValues;
import io.deltas3proxy.delta.Table;
import io.deltas3proxy.delta.TableIndex;
import io.deltas3proxy.storage.ObjectAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds out what is known of one object, and which rule allows it. */
final class ObjectGrounds {

  private static final String CHANGE_DATA = "_change_data/";

  private ObjectGrounds() {}

  /**
   * @param index {@code null} when the log is not known
   */
  static Grounds find(
      Table table, ObjectAddress address, List<NamedRule> rules, @Nullable TableIndex index) {
    String relativeKey = address.key().substring(table.location().keyPrefix().length());
    if (index == null) {
      return new Grounds(kind(relativeKey, null), List.of(), false, null, -1);
    }
    Membership membership = index.partitionsOf(address, Grounds.MOST_PARTITIONS + 1);
    ObjectKind kind = kind(relativeKey, membership);
    List<Map<String, @Nullable String>> partitions = new ArrayList<>();
    String rule = null;
    for (int id : membership.partitions()) {
      PartitionValues values = index.partition(id);
      if (partitions.size() < Grounds.MOST_PARTITIONS) {
        partitions.add(byColumn(index.schema(), values));
      }
      rule = rule == null ? ruleFor(rules, index.schema(), values) : rule;
    }
    if (kind == ObjectKind.LOG && partitions.isEmpty() && !rules.isEmpty()) {
      // The log is for everybody who has any rule for the table.
      rule = rules.getFirst().name();
    }
    boolean more = membership.partitions().size() > Grounds.MOST_PARTITIONS;
    return new Grounds(kind, partitions, more, rule, index.version());
  }

  private static ObjectKind kind(String relativeKey, @Nullable Membership membership) {
    if (relativeKey.startsWith(RuledTableAccess.LOG_DIRECTORY)) {
      return ObjectKind.LOG;
    }
    if (RuledTableAccess.isPlatformIndex(relativeKey)) {
      return ObjectKind.PLATFORM_INDEX;
    }
    if (membership == null || membership.kind() == Membership.Kind.UNKNOWN) {
      return ObjectKind.UNKNOWN;
    }
    if (membership.kind() == Membership.Kind.SHARED) {
      return ObjectKind.DELETION_VECTOR;
    }
    return relativeKey.startsWith(CHANGE_DATA) ? ObjectKind.CHANGE_DATA : ObjectKind.DATA;
  }

  /** The name of the first rule that allows a partition; {@code null} when none does. */
  static @Nullable String ruleFor(
      List<NamedRule> rules, PartitionSchema schema, PartitionValues partition) {
    for (NamedRule rule : rules) {
      if (allows(rule.rule(), schema, partition)) {
        return rule.name();
      }
    }
    return null;
  }

  private static boolean allows(
      PartitionRule rule, PartitionSchema schema, PartitionValues partition) {
    try {
      return RuleMatcher.of(rule, schema).matches(partition);
    } catch (InvalidRuleException e) {
      return false;
    }
  }

  /** Values by logical column name, in the order of the table's columns. */
  static Map<String, @Nullable String> byColumn(PartitionSchema schema, PartitionValues partition) {
    Map<String, @Nullable String> values = new LinkedHashMap<>();
    int position = 0;
    for (PartitionColumn column : schema.columns()) {
      values.put(column.name(), partition.values().get(position++));
    }
    return values;
  }
}
