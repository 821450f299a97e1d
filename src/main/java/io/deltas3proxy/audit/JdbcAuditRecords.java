package io.deltas3proxy.audit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.deltas3proxy.database.Database;
import io.deltas3proxy.database.DatabaseException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The table {@code audit_records}. */
public final class JdbcAuditRecords implements AuditRecords {

  private static final AuditColumn[] COLUMNS = AuditColumn.values();

  private static final String NAMES =
      Arrays.stream(COLUMNS).map(AuditColumn::column).collect(Collectors.joining(", "));

  private static final String INSERT =
      "INSERT INTO audit_records ("
          + NAMES
          + ") VALUES ("
          + String.join(", ", Collections.nCopies(COLUMNS.length, "?"))
          + ")";

  private final Database database;

  public JdbcAuditRecords(Database database) {
    this.database = database;
  }

  /** Adds a row for each line, or none at all. */
  void add(List<JsonNode> lines) throws AuditUnavailableException {
    try {
      int added = database.write(connection -> insert(connection, lines));
      if (added != lines.size()) {
        throw new IllegalStateException(added + " rows for " + lines.size() + " lines");
      }
    } catch (DatabaseException e) {
      throw unavailable(e);
    }
  }

  private static int insert(Connection connection, List<JsonNode> lines) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(INSERT)) {
      for (JsonNode line : lines) {
        for (int i = 0; i < COLUMNS.length; i++) {
          Object kept = COLUMNS[i].kept(line);
          if (kept == null) {
            statement.setNull(i + 1, type(COLUMNS[i].kind()));
          } else {
            statement.setObject(i + 1, kept);
          }
        }
        statement.addBatch();
      }
      return statement.executeBatch().length;
    }
  }

  private static int type(AuditColumn.Kind kind) {
    return switch (kind) {
      case MOMENT, NUMBER -> Types.BIGINT;
      case FLAG -> Types.BOOLEAN;
      case TEXT, JSON -> Types.VARCHAR;
    };
  }

  /**
   * Removes old rows, the oldest first.
   *
   * @param most rows that are removed
   * @return how many were
   */
  int removeBefore(Instant end, int most) throws AuditUnavailableException {
    try {
      return database.write(connection -> {
        try (PreparedStatement statement =
            connection.prepareStatement(
                "DELETE FROM audit_records WHERE id IN (SELECT id FROM audit_records"
                    + " WHERE recorded_at < ? ORDER BY recorded_at, id LIMIT ?)")) {
          statement.setLong(1, end.toEpochMilli());
          statement.setInt(2, most);
          return statement.executeUpdate();
        }
      });
    } catch (DatabaseException e) {
      throw unavailable(e);
    }
  }

  @Override
  public AuditPage find(AuditSearch search) throws AuditUnavailableException {
    try {
      return database.read(connection -> page(connection, search));
    } catch (DatabaseException e) {
      throw unavailable(e);
    }
  }

  private static AuditPage page(Connection connection, AuditSearch search) throws SQLException {
    List<String> conditions = new ArrayList<>();
    List<Object> values = new ArrayList<>();
    require("user_name = ?", search.user(), conditions, values);
    require("table_name = ?", search.table(), conditions, values);
    require("result = ?", search.result(), conditions, values);
    require("recorded_at >= ?", millis(search.period().from()), conditions, values);
    require("recorded_at < ?", millis(search.period().until()), conditions, values);
    AuditPosition after = search.after();
    if (after != null) {
      conditions.add("(recorded_at, id) < (?, ?)");
      values.addAll(List.of(after.millis(), after.id()));
    }
    String where = conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", conditions);
    String sql =
        "SELECT id, "
            + NAMES
            + " FROM audit_records"
            + where
            + " ORDER BY recorded_at DESC, id DESC LIMIT ?";
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      values.add(search.limit() + 1);
      for (int i = 0; i < values.size(); i++) {
        statement.setObject(i + 1, values.get(i));
      }
      try (ResultSet rows = statement.executeQuery()) {
        return page(rows, search.limit());
      }
    }
  }

  private static void require(
      String condition, @Nullable Object value, List<String> conditions, List<Object> values) {
    if (value != null) {
      conditions.add(condition);
      values.add(value);
    }
  }

  private static @Nullable Long millis(@Nullable Instant moment) {
    return moment == null ? null : moment.toEpochMilli();
  }

  private static AuditPage page(ResultSet rows, int limit) throws SQLException {
    List<ObjectNode> records = new ArrayList<>();
    AuditPosition last = null;
    while (rows.next()) {
      if (records.size() == limit) {
        return new AuditPage(records, last);
      }
      last = new AuditPosition(rows.getLong("recorded_at"), rows.getLong("id"));
      records.add(record(rows));
    }
    return new AuditPage(records, null);
  }

  private static ObjectNode record(ResultSet row) throws SQLException {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    for (AuditColumn column : COLUMNS) {
      Object kept =
          switch (column.kind()) {
            case MOMENT, NUMBER -> row.getLong(column.column());
            case FLAG -> row.getBoolean(column.column());
            case TEXT, JSON -> row.getString(column.column());
          };
      if (kept != null && !row.wasNull()) {
        node.set(column.key(), column.shown(kept));
      }
    }
    return node;
  }

  private static AuditUnavailableException unavailable(DatabaseException e) {
    return new AuditUnavailableException("Audit records: " + e.getMessage(), e);
  }
}
