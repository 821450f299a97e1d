package io.deltas3proxy.access;

import io.deltas3proxy.database.DatabaseAddress;
import io.deltas3proxy.testing.TestDatabases;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class SqliteUnderWayTest extends UnderWayContract {

  @TempDir private Path directory;

  @Override
  DatabaseAddress newAddress() {
    return TestDatabases.sqlite(directory);
  }
}
