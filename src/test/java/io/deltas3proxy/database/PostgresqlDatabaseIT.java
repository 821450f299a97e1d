package io.deltas3proxy.database;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.deltas3proxy.testing.TcpGate;
import io.deltas3proxy.testing.TestDatabases;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

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
  @Timeout(60)
  void aSlowDatabaseIsWaitedForAtTheStartAndNotLater() throws Exception {
    DatabaseTimeouts timeouts = new DatabaseTimeouts(Duration.ofSeconds(1), Duration.ofMillis(200));
    Logger logger = (Logger) LoggerFactory.getLogger(StartWatch.class);
    ListAppender<ILoggingEvent> log = new ListAppender<>();
    log.list = new CopyOnWriteArrayList<>();
    log.start();
    logger.addAppender(log);
    try (TcpGate gate = new TcpGate(TestDatabases.postgresqlPort());
        ExecutorService threads = Executors.newSingleThreadExecutor()) {
      DatabaseAddress address =
          TestDatabases.postgresql(gate.port(), TestDatabases.postgresqlName());
      gate.stall();
      Future<Database> starting =
          threads.submit(() -> Database.start(TestDatabases.settings(address, 2, timeouts)));
      // It is written when the usual time for a connection is over.
      while (log.list.isEmpty() && !starting.isDone()) {
        Thread.onSpinWait();
      }
      assertFalse(starting.isDone(), "it waits on");
      gate.open();
      try (Database database = starting.get();
          ChangeFeed feed = database.changes()) {
        database.started();
        assertEquals(1, database.<Long, RuntimeException>read(c -> number(c, "SELECT 1")));
        gate.stall();
        long start = System.nanoTime();
        assertThrows(DatabaseException.class, feed::read);
        assertTrue(System.nanoTime() - start < Duration.ofSeconds(15).toNanos());
        start = System.nanoTime();
        assertThrows(DatabaseException.class, () -> database.read(c -> number(c, "SELECT 1")));
        assertTrue(System.nanoTime() - start < Duration.ofSeconds(15).toNanos());
      }
    } finally {
      logger.detachAppender(log);
    }
    String line = log.list.getFirst().getFormattedMessage();
    assertTrue(line.contains("is not open after 1000 ms"), line);
    assertFalse(line.contains("postgres-password"), line);
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
