package io.deltas3proxy.gateway.management;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.deltas3proxy.database.Database;
import io.deltas3proxy.database.DatabaseAddress;
import io.deltas3proxy.testing.TestDatabases;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JdbcGatewayPermissionsTest {

  @TempDir private Path directory;

  @Test
  void permissionsAreReplacedAsAWholeOnSqlite() throws Exception {
    replace(TestDatabases.sqlite(directory));
  }

  @Test
  void permissionsAreReplacedAsAWholeOnPostgresql() throws Exception {
    replace(TestDatabases.postgresql());
  }

  private static void replace(DatabaseAddress address) throws Exception {
    try (Database database = Database.open(TestDatabases.settings(address))) {
      JdbcGatewayPermissions permissions = new JdbcGatewayPermissions(database, Clock.systemUTC());
      GatewayPermission reads = new GatewayPermission("*", "", Set.of("read"));
      GatewayPermission both = new GatewayPermission("a-*", "in/", Set.of("write", "delete"));
      assertEquals(List.of(), permissions.of("alice"));
      permissions.set("alice", List.of(reads, both));
      permissions.set("bob", List.of(reads));
      assertEquals(List.of(reads, both), permissions.of("alice"));
      permissions.set("alice", List.of(both));
      assertEquals(List.of(both), permissions.of("alice"));
      permissions.set("alice", List.of());
      assertEquals(List.of(), permissions.of("alice"));
      assertEquals(List.of(reads), permissions.of("bob"));
      assertEquals(List.of(), permissions.of("nul\0"));
      insert(database, "a-*", " write , delete ");
      insert(database, "a-*", "all");
      insert(database, "Not a bucket", "read");
      assertEquals(
          List.of(new GatewayPermission("a-*", "in/", Set.of("write", "delete"))),
          permissions.of("carol"));
    }
  }

  private static void insert(Database database, String bucket, String privileges) throws Exception {
    int unused =
        database.<Integer, RuntimeException>write(connection -> {
          try (var statement =
              connection.prepareStatement(
                  "INSERT INTO gateway_permissions (grantee_kind, grantee_name, bucket_pattern,"
                      + " key_prefix, privileges, created_at)"
                      + " VALUES ('user', 'carol', ?, 'in/', ?, 0)")) {
            statement.setString(1, bucket);
            statement.setString(2, privileges);
            return statement.executeUpdate();
          }
        });
  }

  @Test
  void aPermissionSaysWhatItIsFor() {
    Set<String> read = Set.of("read");
    assertThrows(IllegalArgumentException.class, () -> new GatewayPermission("*", "", Set.of()));
    assertThrows(
        IllegalArgumentException.class, () -> new GatewayPermission("*", "", Set.of("all")));
    assertThrows(IllegalArgumentException.class, () -> new GatewayPermission("", "", read));
    assertThrows(IllegalArgumentException.class, () -> new GatewayPermission("A", "", read));
    assertThrows(IllegalArgumentException.class, () -> new GatewayPermission("*", "\0", read));
  }
}
