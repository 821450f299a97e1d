package io.deltas3proxy.access;

import io.deltas3proxy.delta.Membership;
import io.deltas3proxy.delta.PartitionColumn;
import io.deltas3proxy.delta.PartitionSchema;
import io.deltas3proxy.delta.PartitionValues;
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

  /** A deletion vector file may be one of thousands of partitions, of which any lets it pass. */
  private static final int MOST_LOOKED_AT = 4096;

  private ObjectGrounds() {}

  /**
   * Where the log is not known.
   *
   * @param rules those of the caller; the log is for everybody who has any
   */
  static Grounds withoutIndex(String relativeKey, List<NamedRule> rules) {
    ObjectKind kind = kind(relativeKey, null);
    String rule = kind == ObjectKind.LOG && !rules.isEmpty() ? rules.getFirst().name() : null;
    return new Grounds(kind, List.of(), false, rule, -1);
  }

  /**
   * Where it is.
   *
   * @param relativeKey relative to the table's root; the physical key of what is not below it
   * @param address of the object; none for the root
   */
  static Grounds find(
      String relativeKey, @Nullable ObjectAddress address, PartitionJudge judge, TableIndex index) {
    Membership membership =
        address == null ? Membership.UNKNOWN : index.partitionsOf(address, MOST_LOOKED_AT);
    ObjectKind kind = kind(relativeKey, membership);
    List<Map<String, @Nullable String>> partitions = new ArrayList<>();
    String rule = null;
    for (int id : membership.partitions()) {
      PartitionValues values = index.partition(id);
      if (partitions.size() < Grounds.MOST_PARTITIONS) {
        partitions.add(byColumn(index.schema(), values));
      }
      rule = rule == null ? judge.ruleFor(values).orElse(null) : rule;
    }
    if (kind == ObjectKind.LOG && partitions.isEmpty() && !judge.views().isEmpty()) {
      // The log is for everybody who has any rule for the table.
      rule = judge.views().getFirst().name();
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
