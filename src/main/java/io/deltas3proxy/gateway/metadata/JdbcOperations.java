package io.deltas3proxy.gateway.metadata;

import io.deltas3proxy.database.Database;
import io.deltas3proxy.gateway.MetadataUnavailableException;
import io.deltas3proxy.gateway.Operation;
import io.deltas3proxy.gateway.OperationsLog.Filter;
import io.deltas3proxy.gateway.OperationsLog.Page;
import io.deltas3proxy.gateway.metadata.OperationsQuery.Position;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The rows of {@code operations_log}. */
record JdbcOperations(JdbcRows rows) {

  private static final String COLUMNS =
      "operation_type, bucket_name, object_key, \"user\", access_key_id, zone_code, request_id,"
          + " user_agent, source_ip, status_code, bytes_transferred, response_time_ms,"
          + " error_message, replication_info, created_at";

  private static final String INSERT =
      "INSERT INTO operations_log (" + COLUMNS + ") VALUES " + JdbcRows.list(15);

  private record Row(long id, Operation operation) {}

  JdbcOperations(Database database) {
    this(new JdbcRows(database));
  }

  /** Adds all of them, or none. */
  void add(List<Operation> operations) throws MetadataUnavailableException {
    int added = rows.<Integer, RuntimeException>write(connection -> add(connection, operations));
    if (added != operations.size()) {
      throw new IllegalStateException(added + " rows for " + operations.size() + " operations");
    }
  }

  private static int add(Connection connection, List<Operation> operations) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(INSERT)) {
      for (Operation operation : operations) {
        List<@Nullable Object> values = values(operation);
        for (int i = 0; i < values.size(); i++) {
          statement.setObject(i + 1, values.get(i));
        }
        statement.addBatch();
      }
      return statement.executeBatch().length;
    }
  }

  private static List<@Nullable Object> values(Operation operation) {
    Operation.Who who = operation.who();
    return Arrays.asList(
        LoggedText.orNull(operation.type()),
        LoggedText.orNull(operation.bucket()),
        LoggedText.orNull(operation.key()),
        LoggedText.orNull(who.user()),
        LoggedText.orNull(who.accessKeyId()),
        LoggedText.orNull(operation.zone()),
        LoggedText.orNull(operation.requestId()),
        LoggedText.orNull(who.userAgent()),
        LoggedText.orNull(who.sourceIp()),
        operation.statusCode(),
        operation.bytes(),
        operation.responseTimeMs(),
        LoggedText.orNull(operation.errorMessage()),
        LoggedText.orNull(operation.replicationInfo()),
        operation.createdAt().toEpochMilli());
  }

  Page find(Filter filter, int most) throws MetadataUnavailableException {
    List<Row> found = rows.read(connection -> find(connection, filter, most + 1));
    boolean more = found.size() > most;
    List<Row> page = more ? found.subList(0, most) : found;
    return new Page(page.stream().map(Row::operation).toList(), more ? page.getLast().id() : null);
  }

  private static List<Row> find(Connection connection, Filter filter, int most)
      throws SQLException {
    Position last = null;
    if (filter.before() != null) {
      String sql = "SELECT created_at, id FROM operations_log WHERE id = ?";
      List<Long> id = List.of(filter.before());
      last =
          JdbcRows.first(connection, sql, id, r -> new Position(r.getLong(1), r.getLong(2)))
              .orElse(null);
      if (last == null) {
        // It was too old to be kept, and so is all that follows it.
        return List.of();
      }
    }
    OperationsQuery query = OperationsQuery.of(filter, last);
    String sql =
        "SELECT id, "
            + COLUMNS
            + " FROM operations_log"
            + query.where()
            + " ORDER BY created_at DESC, id DESC LIMIT ?";
    List<Object> values = new ArrayList<>(query.parameters());
    values.add(most);
    return JdbcRows.query(connection, sql, values, JdbcOperations::row);
  }

  private static Row row(ResultSet row) throws SQLException {
    return new Row(
        row.getLong(1),
        new Operation(
            row.getString(2),
            row.getString(3),
            row.getString(4),
            new Operation.Who(
                row.getString(5), row.getString(6), row.getString(9), row.getString(10)),
            row.getString(7),
            row.getString(8),
            row.getInt(11),
            row.getLong(12),
            row.getLong(13),
            row.getString(14),
            row.getString(15),
            Instant.ofEpochMilli(row.getLong(16))));
  }

  /**
   * Removes rows, the oldest first.
   *
   * @param most of them
   * @return how many were removed
   */
  int removeBefore(Instant end, int most) throws MetadataUnavailableException {
    String sql =
        "DELETE FROM operations_log WHERE id IN (SELECT id FROM operations_log"
            + " WHERE created_at < ? ORDER BY created_at, id LIMIT ?)";
    return rows.<Integer, RuntimeException>write(
        connection -> JdbcRows.update(connection, sql, List.of(end.toEpochMilli(), most)));
  }
}
