package io.deltas3proxy.gateway.provider;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.deltas3proxy.database.Database;
import io.deltas3proxy.database.DatabaseAddress;
import io.deltas3proxy.database.DatabaseException;
import io.deltas3proxy.testing.MemoryObjectStore;
import io.deltas3proxy.testing.SettableClock;
import io.deltas3proxy.testing.TestDatabases;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the files say, in real databases. */
class JdbcProviderTablesTest {

  private static final String CSV =
      """
      Country,Region/City,Zone_Code,Provider,Endpoint,S3_Compatible,Object_Lock,Versioning,\
      ISO_27001_GDPR,Veeam_Ready,Notes
      Finland,Helsinki,FI-HEL-ST-1,Spacetime,a.example.com,Yes,Yes,Yes,Yes,No,
      Finland,Helsinki,FI-HEL-UC-1,Upcloud,b.example.com,Yes,No,Yes,Unknown,No,n
      """;

  private static final String BACKENDS =
      """
      {
        "one": {"provider": "Spacetime", "zone_code": "FI-HEL-ST-1", "region": "FI-HEL",
          "endpoint": "https://a.example.com", "access_key": "AK", "secret_key": "SK",
          "is_primary": true},
        "two": {"provider": "Upcloud", "zone_code": "FI-HEL-UC-1", "region": "FI-HEL",
          "endpoint": "https://b.example.com", "access_key": "AK", "secret_key": "SK"}
      }
      """;

  @Nested
  class OnSqlite extends Contract {
    @Override
    DatabaseAddress address(Path directory) {
      return TestDatabases.sqlite(directory);
    }
  }

  @Nested
  class OnPostgresql extends Contract {
    @Override
    DatabaseAddress address(Path directory) {
      return TestDatabases.postgresql();
    }
  }

  abstract static class Contract {

    @TempDir private Path directory;

    abstract DatabaseAddress address(Path place);

    private final SettableClock clock = new SettableClock(Instant.parse("2026-06-01T12:00:00Z"));

    @Test
    void theFilesAreKeptInTheDatabaseWithoutSecrets() throws Exception {
      write(BACKENDS);
      try (Database database = Database.open(TestDatabases.settings(address(directory)));
          BackendRegistry registry = registry()) {
        BackendControl control = control(database, registry);
        control.load();
        assertEquals(
            List.of("FI-HEL-ST-1 Spacetime Yes", "FI-HEL-UC-1 Upcloud No"),
            rows(
                database,
                "SELECT zone_code, provider_name, object_lock FROM providers ORDER BY zone_code"));
        assertEquals(
            List.of("one FI-HEL-ST-1 bucket", "two FI-HEL-UC-1 bucket"),
            rows(
                database,
                "SELECT name, zone_code, bucket_name FROM gateway_backends ORDER BY name"));
        assertTrue(registry.find("one").orElseThrow().description().capabilities().iso27001Gdpr());
      }
    }

    @Test
    void aReloadReplacesWhatWasThere() throws Exception {
      write(BACKENDS);
      try (Database database = Database.open(TestDatabases.settings(address(directory)));
          BackendRegistry registry = registry()) {
        BackendControl control = control(database, registry);
        control.load();
        write(BACKENDS.replace("\"two\"", "\"three\""));
        control.load();
        assertEquals(
            List.of("one", "three"),
            registry.all().stream().map(backend -> backend.description().name()).toList());
        assertEquals(
            List.of("one", "three"),
            rows(database, "SELECT name FROM gateway_backends ORDER BY name"));
      }
    }

    @Test
    void aWrongFileChangesNothing() throws Exception {
      write(BACKENDS);
      try (Database database = Database.open(TestDatabases.settings(address(directory)));
          BackendRegistry registry = registry()) {
        BackendControl control = control(database, registry);
        control.load();
        write(BACKENDS.replace("\"Upcloud\"", "\"Hetzner\""));
        ProviderFilesException failure = assertThrows(ProviderFilesException.class, control::load);
        assertEquals(
            "s3_backends.json, line 5, column 23: the zone FI-HEL-UC-1 is of \"Upcloud\" in"
                + " providers_flat.csv, not of \"Hetzner\"",
            failure.getMessage());
        assertEquals(2, registry.all().size());
        assertEquals(2, control.directory().file().backends().size());
      }
    }

    @Test
    void emptyingABackendIsSeenByOtherInstancesAndOutlivesAReload() throws Exception {
      write(BACKENDS);
      try (Database database = Database.open(TestDatabases.settings(address(directory)));
          BackendRegistry registry = registry();
          BackendRegistry elsewhere = registry()) {
        BackendControl control = control(database, registry);
        BackendControl other = control(database, elsewhere);
        control.load();
        other.load();
        assertTrue(control.setDraining("two", true));
        assertFalse(registry.find("two").orElseThrow().description().takesNew());
        assertTrue(elsewhere.find("two").orElseThrow().description().takesNew());
        other.refresh();
        assertFalse(elsewhere.find("two").orElseThrow().description().takesNew());
        control.load();
        assertFalse(registry.find("two").orElseThrow().description().takesNew());
        assertTrue(control.setDraining("two", false));
        assertTrue(registry.find("two").orElseThrow().description().takesNew());
        assertFalse(control.setDraining("nobody", true));
      }
    }

    @Test
    void instancesThatStartAtOnceWriteEachRowOnce() throws Exception {
      write(BACKENDS);
      try (Database database = Database.open(TestDatabases.settings(address(directory)));
          ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
        List<Future<Integer>> starts = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
          starts.add(
              threads.submit(() -> {
                try (BackendRegistry registry = registry()) {
                  return control(database, registry).load().providers().size();
                }
              }));
        }
        for (Future<Integer> start : starts) {
          assertEquals(2, start.get());
        }
        assertEquals(List.of("2"), rows(database, "SELECT COUNT(*) FROM providers"));
        assertEquals(List.of("2"), rows(database, "SELECT COUNT(*) FROM gateway_backends"));
      }
    }

    private BackendRegistry registry() {
      return new BackendRegistry(
          new RegistrySettings("bucket", BreakerSettings.DEFAULTS, ProbeSettings.DEFAULTS),
          backend -> new MemoryObjectStore(),
          clock,
          System::nanoTime);
    }

    private BackendControl control(Database database, BackendRegistry registry) {
      return new BackendControl(
          new ProviderFiles(
              directory.resolve("s3_backends.json"), directory.resolve("providers_flat.csv")),
          new JdbcProviderTables(database, clock),
          registry);
    }

    private void write(String backends) throws IOException {
      Files.writeString(directory.resolve("s3_backends.json"), backends);
      Files.writeString(directory.resolve("providers_flat.csv"), CSV);
    }

    private static List<String> rows(Database database, String sql) throws DatabaseException {
      return database.read(connection -> {
        try (Statement statement = connection.createStatement();
            ResultSet rows = statement.executeQuery(sql)) {
          List<String> found = new ArrayList<>();
          int columns = rows.getMetaData().getColumnCount();
          while (rows.next()) {
            List<String> row = new ArrayList<>();
            for (int i = 1; i <= columns; i++) {
              row.add(rows.getString(i));
            }
            found.add(String.join(" ", row));
          }
          return found;
        }
      });
    }
  }
}
