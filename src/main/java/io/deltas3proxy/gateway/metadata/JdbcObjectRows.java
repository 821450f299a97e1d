package io.deltas3proxy.gateway.metadata;

import io.deltas3proxy.storage.ListedObject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The latest versions of a bucket that are no delete markers. */
record JdbcObjectRows(Connection connection, String bucket)
    implements JdbcPage.JdbcSource<ListedObject> {

  private static final String STORAGE_CLASS = "STANDARD";

  @Override
  public List<ListedObject> in(KeyRange range, int most) throws SQLException {
    String sql =
        "SELECT object_key, size_bytes, etag, last_modified FROM objects WHERE bucket_name = ?"
            + " AND is_latest AND NOT is_delete_marker"
            + range.condition("object_key")
            + " ORDER BY object_key LIMIT ?";
    List<Object> values = new ArrayList<>(List.of(bucket));
    values.addAll(range.parameters());
    values.add(most);
    return JdbcRows.query(connection, sql, values, JdbcObjectRows::row);
  }

  @Override
  public List<ListedObject> after(ListedObject last, KeyRange range, int most) throws SQLException {
    return in(range.after(last.key()), most);
  }

  private static ListedObject row(ResultSet row) throws SQLException {
    return new ListedObject(
        row.getString(1),
        row.getLong(2),
        row.getString(3),
        Instant.ofEpochMilli(row.getLong(4)),
        STORAGE_CLASS);
  }
}
