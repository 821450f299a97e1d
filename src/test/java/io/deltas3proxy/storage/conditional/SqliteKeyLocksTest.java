package io.deltas3proxy.storage.conditional;

import io.deltas3proxy.database.DatabaseAddress;
import io.deltas3proxy.testing.TestDatabases;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class SqliteKeyLocksTest extends KeyLocksContract {

  @TempDir private Path directory;

  @Override
  DatabaseAddress address() {
    return TestDatabases.sqlite(directory);
  }
}
