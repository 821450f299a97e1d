package io.deltas3proxy.access;

import io.deltas3proxy.database.Database;
import io.deltas3proxy.database.DatabaseAddress;
import io.deltas3proxy.database.DatabaseSettings;
import io.deltas3proxy.database.DatabaseTimeouts;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

class PostgresGrantStoreIT extends GrantStoreContract {

  private static EmbeddedPostgres server;
  private Database database;

  @BeforeAll
  static void start() throws IOException {
    server = EmbeddedPostgres.start();
  }

  @AfterAll
  static void stop() throws IOException {
    server.close();
  }

  @BeforeEach
  @Override
  void open() throws Exception {
    try (Connection connection = server.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.executeUpdate("DROP SCHEMA public CASCADE");
      statement.executeUpdate("CREATE SCHEMA public");
    }
    database =
        Database.open(
            new DatabaseSettings(
                DatabaseAddress.parse(server.getJdbcUrl("postgres", "postgres"), Path.of("")),
                2,
                new DatabaseTimeouts(Duration.ofSeconds(10), Duration.ofSeconds(10))));
    super.open();
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Override
  Database database() {
    return database;
  }
}
