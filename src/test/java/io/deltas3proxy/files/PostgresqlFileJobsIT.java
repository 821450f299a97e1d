package io.deltas3proxy.files;

import io.deltas3proxy.database.Database;
import io.deltas3proxy.testing.TestDatabases;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

class PostgresqlFileJobsIT extends FileJobBookContract {

  private Database database;

  @BeforeEach
  void open() throws Exception {
    database = Database.open(TestDatabases.settings(TestDatabases.postgresql()));
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
