package io.deltas3proxy.access;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

/** The tables that grants are in. */
final class GrantTables {

  private GrantTables() {}

  /**
   * @param id type of a key that the database counts up
   */
  static void create(DataSource database, String id) throws SQLException {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      statement.executeUpdate(
          "CREATE TABLE users (name TEXT PRIMARY KEY, disabled BOOLEAN NOT NULL,"
              + " created_at BIGINT NOT NULL)");
      statement.executeUpdate("CREATE TABLE groups (name TEXT PRIMARY KEY)");
      statement.executeUpdate(
          "CREATE TABLE grants (id "
              + id
              + ", grantee_kind TEXT NOT NULL, grantee_name TEXT NOT NULL,"
              + " table_pattern TEXT NOT NULL, privileges TEXT NOT NULL, rules TEXT NOT NULL,"
              + " valid_from BIGINT, valid_until BIGINT, created_at BIGINT NOT NULL)");
      statement.executeUpdate(
          "CREATE TABLE permissions (id "
              + id
              + ", user_id TEXT NOT NULL, table_name TEXT NOT NULL,"
              + " partition_filters TEXT NOT NULL)");
    }
  }
}
