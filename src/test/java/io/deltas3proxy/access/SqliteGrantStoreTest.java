package io.deltas3proxy.access;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

class SqliteGrantStoreTest extends GrantStoreContract {

  @TempDir Path directory;
  private HikariDataSource database;

  @BeforeEach
  @Override
  void open() throws SQLException {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl("jdbc:sqlite:" + directory.resolve("grants.db"));
    config.setMaximumPoolSize(1);
    database = new HikariDataSource(config);
    GrantTables.create(database, "INTEGER PRIMARY KEY AUTOINCREMENT");
    super.open();
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Override
  DataSource database() {
    return database;
  }

  @Override
  List<String> spoilingChanges() {
    List<String> changes = new ArrayList<>(super.spoilingChanges());
    changes.add("rules = '{not json'");
    changes.add("valid_from = '2030-01-01'");
    changes.add("valid_until = 'tomorrow'");
    changes.add("privileges = 'ALL'");
    changes.add("grantee_kind = 'User'");
    return changes;
  }
}
