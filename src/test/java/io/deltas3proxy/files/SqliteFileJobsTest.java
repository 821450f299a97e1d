package io.deltas3proxy.files;

import io.deltas3proxy.database.Database;
import io.deltas3proxy.testing.TestDatabases;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

class SqliteFileJobsTest extends FileJobBookContract {

  @TempDir private Path directory;
  private Database database;

  @BeforeEach
  void open() throws Exception {
    database = Database.open(TestDatabases.settings(TestDatabases.sqlite(directory)));
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Override
  Database database() {
    return database;
  }
}
