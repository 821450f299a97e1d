package io.deltas3proxy.access;

import io.deltas3proxy.database.Database;
import io.deltas3proxy.database.DatabaseAddress;
import io.deltas3proxy.database.DatabaseSettings;
import io.deltas3proxy.database.DatabaseTimeouts;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

class SqliteGrantStoreTest extends GrantStoreContract {

  @TempDir Path directory;
  private Database database;

  @BeforeEach
  @Override
  void open() throws Exception {
    database =
        Database.open(
            new DatabaseSettings(
                DatabaseAddress.parse("sqlite:grants.db", directory),
                2,
                new DatabaseTimeouts(Duration.ofSeconds(10), Duration.ofSeconds(10))));
    super.open();
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Override
  Database database() {
    return database;
  }

  @Override
  List<String> spoilingChanges() {
    List<String> changes = new ArrayList<>(super.spoilingChanges());
    // What columns of SQLite let pass.
    changes.add("valid_from = '2030-01-01'");
    changes.add("valid_until = 'tomorrow'");
    return changes;
  }
}
