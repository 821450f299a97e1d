package io.deltas3proxy.gateway.metadata;

import io.deltas3proxy.gateway.StoredVersion;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** All versions and delete markers of a bucket; of one key the latest first. */
record JdbcVersionRows(Connection connection, String bucket)
    implements JdbcPage.JdbcSource<JdbcVersionRows.Row> {

  private static final String SELECT =
      "SELECT " + JdbcVersions.COLUMNS + ", sequence FROM objects WHERE bucket_name = ?";

  /**
   * A version, without its replicas.
   *
   * @param sequence among those of its key
   */
  record Row(StoredVersion version, long sequence) {}

  @Override
  public List<Row> in(KeyRange range, int most) throws SQLException {
    String sql =
        SELECT
            + " AND state = 'visible'"
            + range.condition("object_key")
            + " ORDER BY object_key, sequence DESC LIMIT ?";
    List<Object> values = new ArrayList<>(List.of(bucket));
    values.addAll(range.parameters());
    values.add(most);
    return JdbcRows.query(connection, sql, values, JdbcVersionRows::row);
  }

  @Override
  public List<Row> after(Row last, KeyRange range, int most) throws SQLException {
    String key = last.version().key();
    String sql =
        SELECT
            + " AND state = 'visible' AND object_key = ? AND sequence < ?"
            + " ORDER BY object_key, sequence DESC LIMIT ?";
    List<Object> values = List.of(bucket, key, last.sequence(), most);
    List<Row> found =
        new ArrayList<>(JdbcRows.query(connection, sql, values, JdbcVersionRows::row));
    if (found.size() < most) {
      found.addAll(in(range.after(key), most - found.size()));
    }
    return found;
  }

  /** A version that a page ended with; it may have been deleted since. */
  Optional<Row> find(String key, String versionId) throws SQLException {
    String sql = SELECT + " AND object_key = ? AND version_id = ? AND sequence IS NOT NULL";
    return JdbcRows.first(connection, sql, List.of(bucket, key, versionId), JdbcVersionRows::row);
  }

  private static Row row(ResultSet row) throws SQLException {
    return new Row(JdbcVersions.row(row), row.getLong(JdbcVersions.COLUMN_COUNT + 1));
  }
}
