package io.deltas3proxy.gateway.metadata;

import io.deltas3proxy.database.DatabaseAddress;
import io.deltas3proxy.testing.TestDatabases;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class SqliteRacingInstancesTest extends RacingInstancesContract {

  @TempDir Path directory;

  @Override
  DatabaseAddress newAddress() {
    return TestDatabases.sqlite(directory);
  }
}
