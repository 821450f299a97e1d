package io.deltas3proxy.gateway.metadata;

import io.deltas3proxy.gateway.OperationsLog.Filter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The conditions of a search of operations. */
record OperationsQuery(String where, List<Object> parameters) {

  /** Where a row stands among the others. */
  record Position(long millis, long id) {}

  /** From here on an index knows them apart from the rest. */
  private static final int FAILURES = 400;

  /**
   * Makes the conditions of a filter.
   *
   * @param last of the page before; {@code null} for the first page
   */
  static OperationsQuery of(Filter filter, @Nullable Position last) {
    List<Object> parameters = new ArrayList<>();
    StringBuilder where = new StringBuilder(" WHERE 1 = 1");
    require(" AND operation_type = ?", filter.type(), where, parameters);
    require(" AND bucket_name = ?", filter.bucket(), where, parameters);
    require(" AND \"user\" = ?", filter.user(), where, parameters);
    Integer status = filter.status();
    require(" AND status_code = ?", status, where, parameters);
    if (status != null && status >= FAILURES) {
      where.append(" AND status_code >= " + FAILURES);
    }
    require(" AND created_at >= ?", millis(filter.from()), where, parameters);
    require(" AND created_at < ?", millis(filter.to()), where, parameters);
    if (filter.keyPrefix() != null) {
      KeyRange keys = KeyRange.ofPrefix(filter.keyPrefix());
      where.append(keys.condition("object_key"));
      parameters.addAll(keys.parameters());
    }
    if (last != null) {
      where.append(" AND (created_at, id) < (?, ?)");
      parameters.addAll(List.of(last.millis(), last.id()));
    }
    return new OperationsQuery(where.toString(), parameters);
  }

  private static @Nullable Long millis(@Nullable Instant moment) {
    return moment == null ? null : moment.toEpochMilli();
  }

  private static void require(
      String condition, @Nullable Object value, StringBuilder where, List<Object> parameters) {
    if (value != null) {
      where.append(condition);
      parameters.add(value);
    }
  }
}
