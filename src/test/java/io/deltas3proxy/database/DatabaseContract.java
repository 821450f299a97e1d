package io.deltas3proxy.database;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.deltas3proxy.testing.TestDatabases;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every database does, whichever it is. */
abstract class DatabaseContract {

  private static final DatabaseTimeouts SHORT =
      new DatabaseTimeouts(Duration.ofMillis(300), Duration.ofMillis(300));

  private DatabaseAddress address;
  private Database database;

  /** A new database with no table. */
  abstract DatabaseAddress newAddress();

  @BeforeEach
  void open() throws DatabaseException {
    address = newAddress();
    database = Database.open(TestDatabases.settings(address));
  }

  @AfterEach
  void close() {
    database.close();
  }

  static int run(Database database, String sql) throws DatabaseException {
    return database.write(connection -> execute(connection, sql));
  }

  private int run(String sql) throws DatabaseException {
    return run(database, sql);
  }

  private static int execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      return statement.executeUpdate(sql);
    }
  }

  static long number(Connection connection, String sql) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql);
        ResultSet rows = statement.executeQuery()) {
      assertTrue(rows.next());
      return rows.getLong(1);
    }
  }

  private long number(String sql) throws DatabaseException {
    return database.read(connection -> number(connection, sql));
  }

  @Test
  void tablesOfEarlierVersionsAreBroughtUpToDateWithWhatIsInThem() throws Exception {
    DatabaseAddress old = newAddress();
    DataSource connections = old.dialect().connections(old, SHORT);
    for (String version : List.of("1", "2", "3")) {
      new Migrations(old.dialect(), connections, version).run();
    }
    try (Connection connection = connections.getConnection()) {
      String row = "(store, bucket, object_key, writer, created_at) VALUES ('s', 'b', 'k', 'a', 1)";
      assertEquals(1, execute(connection, "INSERT INTO uncommitted_files " + row));
    }
    try (Database opened = Database.open(TestDatabases.settings(old))) {
      String file = " FROM uncommitted_files WHERE writer = 'a'";
      assertEquals(0, opened.<Long, RuntimeException>read(c -> number(c, "SELECT uses" + file)));
      assertEquals(1, opened.<Long, RuntimeException>read(c -> number(c, "SELECT stored" + file)));
      assertEquals(0, run(opened, "UPDATE audit_records SET received = 5"));
      assertEquals(0, run(opened, "DELETE FROM commit_locks WHERE held_until < 5"));
    }
  }

  @Test
  void whatIsWrittenIsThereForAnotherInstance() throws DatabaseException {
    run("INSERT INTO users (name) VALUES ('alice')");
    try (Database other = Database.open(TestDatabases.settings(address))) {
      assertEquals(
          1, other.<Long, RuntimeException>read(c -> number(c, "SELECT COUNT(*) FROM users")));
    }
  }

  @Test
  void workThatFailsChangesNothing() throws DatabaseException {
    assertThrows(
        IOException.class,
        () ->
            database.write(connection -> {
              execute(connection, "INSERT INTO users (name) VALUES ('alice')");
              throw new IOException("later");
            }));
    assertEquals(0, number("SELECT COUNT(*) FROM users"));
    assertEquals(1, number("SELECT n FROM revision"));
    run("INSERT INTO users (name) VALUES ('alice')");
    assertEquals(1, number("SELECT COUNT(*) FROM users"));
  }

  @Test
  void readingChangesNothing() throws DatabaseException {
    database.read(c -> execute(c, "INSERT INTO users (name) VALUES ('alice')"));
    assertEquals(0, number("SELECT COUNT(*) FROM users"));
  }

  @Test
  void aKeyThatIsThereIsToldFromOtherFailures() throws DatabaseException {
    run("INSERT INTO users (name) VALUES ('alice')");
    run("INSERT INTO groups (name) VALUES ('readers')");
    run("INSERT INTO memberships (user_name, group_name) VALUES ('alice', 'readers')");
    List<String> twice =
        List.of(
            "INSERT INTO users (name) VALUES ('alice')",
            "INSERT INTO memberships (user_name, group_name) VALUES ('alice', 'readers')");
    for (String sql : twice) {
      assertTrue(assertThrows(DatabaseException.class, () -> run(sql)).isUniqueViolation(), sql);
    }
    List<String> wrong =
        List.of(
            "INSERT INTO users (name) VALUES ('')",
            "INSERT INTO users (name) VALUES (NULL)",
            "INSERT INTO memberships (user_name, group_name) VALUES ('nobody', 'readers')",
            "INSERT INTO nothing (name) VALUES ('alice')");
    for (String sql : wrong) {
      assertFalse(assertThrows(DatabaseException.class, () -> run(sql)).isUniqueViolation(), sql);
    }
  }

  @Test
  void everyChangeOfWhatDecisionsDependOnIsCounted() throws DatabaseException {
    Map<String, List<String>> changes = new LinkedHashMap<>();
    changes.put("users", List.of("name) VALUES ('u')", "disabled = TRUE"));
    changes.put("groups", List.of("name) VALUES ('g')", "name = 'h'"));
    changes.put(
        "memberships", List.of("user_name, group_name) VALUES ('u', 'h')", "user_name = 'u'"));
    changes.put(
        "access_keys",
        List.of(
            "access_key_id, user_name, secret_encrypted) VALUES ('k', 'u', '')",
            "disabled = TRUE"));
    changes.put(
        "grants",
        List.of(
            "grantee_kind, table_pattern, privileges, rules) VALUES ('everyone', 't', 'READ', '')",
            "rules = '[]'"));
    changes.put(
        "permissions",
        List.of(
            "user_id, table_name, partition_filters) VALUES ('u', 't', '[]')",
            "partition_filters = '{}'"));
    changes.put(
        "session_revocations", List.of("user_name, ended_at) VALUES ('u', 1)", "ended_at = 2"));
    List<String> statements = new ArrayList<>();
    changes.forEach((table, parts) -> {
      statements.add("INSERT INTO " + table + " (" + parts.get(0));
      statements.add("UPDATE " + table + " SET " + parts.get(1));
    });
    List.copyOf(changes.keySet()).reversed().forEach(name -> statements.add("DELETE FROM " + name));
    try (ChangeFeed feed = database.changes()) {
      for (String sql : statements) {
        ChangeFeed.State before = feed.read();
        assertTrue(run(sql) > 0, sql);
        assertTrue(feed.read().revision() > before.revision(), sql);
      }
      ChangeFeed.State before = feed.read();
      run("INSERT INTO audit_records (recorded_at) VALUES (1)");
      assertEquals(before, feed.read());
    }
  }

  @Test
  void aTableOfTheFormerSystemIsTakenOverWithItsRows() throws Exception {
    DatabaseAddress former = newAddress();
    try (Connection connection =
            former
                .dialect()
                .connections(former, TestDatabases.settings(former).timeouts())
                .getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(
          "CREATE TABLE permissions (id INTEGER PRIMARY KEY, user_id VARCHAR(255),"
              + " table_name VARCHAR(255), partition_filters VARCHAR(4000))");
      statement.execute("INSERT INTO permissions VALUES (7, 'alice', 'trades', '[{}]')");
    }
    for (int start = 0; start < 2; start++) {
      try (Database adopted = Database.open(TestDatabases.settings(former));
          ChangeFeed feed = adopted.changes()) {
        assertEquals(
            7, adopted.<Long, RuntimeException>read(c -> number(c, "SELECT id FROM permissions")));
        ChangeFeed.State before = feed.read();
        run(adopted, "UPDATE permissions SET table_name = 'other'");
        assertNotEquals(before, feed.read());
      }
    }
  }

  @Test
  void instancesThatStartTogetherMakeTheTablesOnce() throws Exception {
    DatabaseAddress fresh = newAddress();
    int instances = 4;
    CountDownLatch start = new CountDownLatch(instances);
    List<Future<Database>> opened = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(instances)) {
      for (int i = 0; i < instances; i++) {
        opened.add(
            threads.submit(() -> {
              start.countDown();
              start.await();
              return Database.open(TestDatabases.settings(fresh));
            }));
      }
      for (Future<Database> one : opened) {
        try (Database instance = one.get()) {
          assertEquals(
              1, instance.<Long, RuntimeException>read(c -> number(c, "SELECT n FROM revision")));
        }
      }
    }
  }

  @Test
  void writersOfManyInstancesWaitForEachOther() throws Exception {
    int writers = 8;
    long each = 20;
    run("INSERT INTO session_revocations (user_name, ended_at) VALUES ('u', 0)");
    try (Database other = Database.open(TestDatabases.settings(address));
        ExecutorService threads = Executors.newFixedThreadPool(writers)) {
      List<Future<?>> done = new ArrayList<>();
      for (int i = 0; i < writers; i++) {
        Database instance = i % 2 == 0 ? database : other;
        done.add(
            threads.submit(() -> {
              for (long n = 0; n < each; n++) {
                instance.write(c -> {
                  // Reads first, which is where a database without a lock loses changes.
                  long users = number(c, "SELECT COUNT(*) FROM session_revocations");
                  return execute(
                      c, "UPDATE session_revocations SET ended_at = ended_at + " + users);
                });
              }
              return true;
            }));
      }
      for (Future<?> one : done) {
        one.get();
      }
    }
    assertEquals(writers * each, number("SELECT ended_at FROM session_revocations"));
    assertEquals(2 + writers * each, number("SELECT n FROM revision"));
  }

  @Test
  void anEmptyPoolFailsInTimeAndRecovers() throws Exception {
    CountDownLatch taken = new CountDownLatch(1);
    CountDownLatch over = new CountDownLatch(1);
    try (Database small = Database.open(TestDatabases.settings(address, 1, SHORT));
        ChangeFeed feed = small.changes();
        ExecutorService threads = Executors.newSingleThreadExecutor()) {
      Future<Boolean> holder =
          threads.submit(() ->
              small.<Boolean, InterruptedException>read(c -> {
                taken.countDown();
                over.await();
                return true;
              }));
      taken.await();
      assertThrows(DatabaseException.class, () -> small.read(c -> number(c, "SELECT 1")));
      assertEquals(new PoolUse(1, 0, 0, 1, 1), small.poolUse());
      assertEquals(1, feed.read().revision());
      over.countDown();
      assertTrue(holder.get());
      assertEquals(1, small.<Long, RuntimeException>read(c -> number(c, "SELECT 1")));
    }
  }

  @Test
  void aLockThatIsHeldFailsTheWriterInTimeAndNotTheReader() throws Exception {
    run("INSERT INTO users (name) VALUES ('alice')");
    CountDownLatch held = new CountDownLatch(1);
    CountDownLatch over = new CountDownLatch(1);
    try (Database other = Database.open(TestDatabases.settings(address, 2, SHORT));
        ChangeFeed feed = other.changes();
        ExecutorService threads = Executors.newSingleThreadExecutor()) {
      Future<Integer> holder =
          threads.submit(() ->
              database.<Integer, InterruptedException>write(c -> {
                execute(c, "UPDATE users SET disabled = TRUE");
                held.countDown();
                over.await();
                return 1;
              }));
      held.await();
      assertThrows(DatabaseException.class, () -> run(other, "UPDATE users SET disabled = FALSE"));
      assertEquals(2, feed.read().revision());
      over.countDown();
      assertTrue(holder.get() > 0);
      assertTrue(run(other, "UPDATE users SET disabled = FALSE") > 0);
    }
  }
}
