package io.deltas3proxy.testing;

import io.deltas3proxy.database.DatabaseAddress;
import io.deltas3proxy.database.DatabaseSettings;
import io.deltas3proxy.database.DatabaseTimeouts;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Assumptions;

/**
 * Real databases: files of SQLite, and databases of their own on one PostgreSQL server that the
 * tests start. The server runs as any user; where that is root, which PostgreSQL refuses, it is
 * started in a user namespace of its own ({@code unshare -U}).
 */
public final class TestDatabases {

  private static final DatabaseTimeouts TIMEOUTS =
      new DatabaseTimeouts(Duration.ofSeconds(5), Duration.ofSeconds(5));

  private static final AtomicInteger COUNT = new AtomicInteger();

  private TestDatabases() {}

  /** Started when the first test asks for it; ends with the process. */
  private static final class Server {
    static final EmbeddedPostgres RUNNING = start();

    private Server() {}

    private static EmbeddedPostgres start() {
      assumeThatPostgresqlMayStart();
      try {
        return EmbeddedPostgres.builder()
            .setServerConfig("max_connections", "300")
            .setPGStartupWait(Duration.ofSeconds(60))
            .start();
      } catch (IOException e) {
        throw new UncheckedIOException("PostgreSQL does not start", e);
      }
    }
  }

  static void assumeThatPostgresqlMayStart() {
    Assumptions.assumeTrue(
        mayStart(),
        "PostgreSQL refuses root, and this root may not make user namespaces: run the tests as"
            + " another user, or allow `unshare -U`");
  }

  /** Whether the process is somebody whom PostgreSQL runs for, or may become somebody. */
  private static boolean mayStart() {
    if (!System.getProperty("user.name").equals("root")) {
      return true;
    }
    try {
      return new ProcessBuilder("unshare", "-U", "true").start().waitFor() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** A database in a new file. */
  public static DatabaseAddress sqlite(Path directory) {
    return DatabaseAddress.parse("sqlite:test" + COUNT.incrementAndGet() + ".db", directory);
  }

  /** A new, empty database of the server. */
  public static DatabaseAddress postgresql() {
    return postgresql(postgresqlPort(), postgresqlName());
  }

  /** The name of a new, empty database of the server. */
  public static String postgresqlName() {
    String name = "test" + COUNT.incrementAndGet();
    try (Connection connection = Server.RUNNING.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE " + name);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    return name;
  }

  /** A database that is there, by way of another port. */
  public static DatabaseAddress postgresql(int port, String name) {
    return DatabaseAddress.parse("postgresql://127.0.0.1:" + port + "/" + name, Path.of(""))
        .as("postgres", "postgres-password");
  }

  public static int postgresqlPort() {
    return Server.RUNNING.getPort();
  }

  public static DatabaseSettings settings(DatabaseAddress address) {
    return settings(address, 5, TIMEOUTS);
  }

  public static DatabaseSettings settings(
      DatabaseAddress address, int connections, DatabaseTimeouts timeouts) {
    return new DatabaseSettings(address, connections, timeouts);
  }
}
