package io.deltas3proxy.database;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.deltas3proxy.testing.TestDatabases;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class PostgresqlDatabaseIT extends DatabaseContract {

  @Override
  DatabaseAddress newAddress() {
    return TestDatabases.postgresql();
  }

  @Test
  @Timeout(60)
  void aChangeIsToldAtOnce() throws Exception {
    DatabaseAddress address = newAddress();
    try (Database one = Database.open(TestDatabases.settings(address));
        Database other = Database.open(TestDatabases.settings(address));
        ChangeFeed feed = other.changes();
        ExecutorService threads = Executors.newSingleThreadExecutor()) {
      long before = feed.read().revision();
      Future<Long> told =
          threads.submit(() -> {
            // Without a notification this waits longer than the test may take.
            feed.await(Duration.ofMinutes(5));
            return feed.read().revision();
          });
      assertEquals(1, run(one, "INSERT INTO users (name) VALUES ('alice')"));
      assertTrue(told.get() > before);
    }
  }

  @Test
  void aStatementThatTakesTooLongIsEnded() throws Exception {
    DatabaseTimeouts timeouts = new DatabaseTimeouts(Duration.ofSeconds(1), Duration.ofMillis(200));
    try (Database database = Database.open(TestDatabases.settings(newAddress(), 1, timeouts))) {
      assertThrows(
          DatabaseException.class,
          () -> database.read(c -> number(c, "SELECT 1 FROM pg_sleep(3600)")));
      assertEquals(1, database.<Long, RuntimeException>read(c -> number(c, "SELECT 1")));
    }
  }

  @Test
  void truncatingIsCounted() throws Exception {
    try (Database database = Database.open(TestDatabases.settings(newAddress()));
        ChangeFeed feed = database.changes()) {
      long before = feed.read().revision();
      assertEquals(0, run(database, "TRUNCATE permissions"));
      assertTrue(feed.read().revision() > before);
    }
  }

  @Test
  void noMessageShowsThePassword() throws Exception {
    int port = portOfNobody();
    DatabaseAddress address =
        DatabaseAddress.parse(
            "postgresql://postgres:very%20secret@127.0.0.1:" + port + "/x", Path.of(""));
    assertEquals("very secret", address.password());
    DatabaseException failure =
        assertThrows(DatabaseException.class, () -> Database.open(TestDatabases.settings(address)));
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      assertFalse(String.valueOf(cause).contains("secret"), cause::toString);
    }
    assertTrue(String.valueOf(failure.getMessage()).contains("127.0.0.1:" + port));
    assertFalse(address.toString().contains("secret"));
  }

  private static int portOfNobody() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
