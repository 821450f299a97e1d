package io.deltas3proxy.database;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.deltas3proxy.testing.TestDatabases;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class SqliteDatabaseTest extends DatabaseContract {

  @TempDir private Path directory;

  @Override
  DatabaseAddress newAddress() {
    return TestDatabases.sqlite(directory);
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void theFileIsForItsOwnerAlone() throws Exception {
    DatabaseAddress address = DatabaseAddress.parse("sqlite:own.db", directory);
    try (Database database = Database.open(TestDatabases.settings(address))) {
      assertTrue(run(database, "INSERT INTO users (name) VALUES ('alice')") > 0);
      for (String name : new String[] {"own.db", "own.db-wal"}) {
        assertEquals(
            PosixFilePermissions.fromString("rw-------"),
            Files.getPosixFilePermissions(directory.resolve(name)),
            name);
      }
    }
  }

  @Test
  void aFileThatCannotBeOneIsNamed() throws Exception {
    Files.writeString(directory.resolve("text.db"), "This is no database. ".repeat(100));
    for (String name : new String[] {"text.db", "missing/x.db"}) {
      DatabaseAddress address = DatabaseAddress.parse("sqlite:" + name, directory);
      DatabaseException failure =
          assertThrows(
              DatabaseException.class, () -> Database.open(TestDatabases.settings(address)));
      assertTrue(String.valueOf(failure.getMessage()).contains(name), failure::getMessage);
    }
  }
}
