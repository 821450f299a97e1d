package io.deltas3proxy.gateway.replication;

import io.deltas3proxy.database.DatabaseAddress;
import io.deltas3proxy.testing.TestDatabases;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class SqliteJobQueueTest extends JobQueueContract {

  @TempDir private Path directory;

  @Override
  DatabaseAddress newAddress() {
    return TestDatabases.sqlite(directory);
  }
}
