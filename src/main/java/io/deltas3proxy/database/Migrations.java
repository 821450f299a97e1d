package io.deltas3proxy.database;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.ResourceProvider;
import org.flywaydb.core.api.resource.LoadableResource;
import org.jspecify.annotations.Nullable;

/**
 * Makes the tables, and changes them from version to version. Instances that start at the same time
 * wait for each other. A database with other tables in it is taken over as it is.
 */
final class Migrations {

  /** Named here, not searched for: containers differ in how the contents of a WAR are listed. */
  private static final List<String> FILES =
      List.of(
          "V1__accounts.sql",
          "V2__writing.sql",
          "V3__received.sql",
          "V4__gateway.sql",
          "V5__uses.sql",
          "V6__replication.sql",
          "V7__gateway_permissions.sql",
          "V8__file_jobs.sql",
          "V9__gateway_indexes.sql",
          "V10__audited_files.sql",
          "V11__later_evidence.sql");

  private static final String DIRECTORY = "/db/migration/";

  private static final int WAIT_MILLIS = 100;
  private static final int MOST_WAITS = 600;
  private static final int MOST_TRIES = 5;

  private final SqlDialect dialect;
  private final DataSource connections;
  private final String target;

  Migrations(SqlDialect dialect, DataSource connections) {
    this(dialect, connections, "latest");
  }

  /**
   * For tests.
   *
   * @param target the version that is the last to be run
   */
  Migrations(SqlDialect dialect, DataSource connections, String target) {
    this.dialect = dialect;
    this.connections = connections;
    this.target = target;
  }

  /**
   * Runs what was not run yet.
   *
   * @throws FlywayException when the database refuses it
   */
  void run() throws SQLException, InterruptedException {
    try (Connection lock = connections.getConnection()) {
      for (int tries = 1; !dialect.tryLockMigrations(lock); tries++) {
        if (tries == MOST_WAITS) {
          throw new SQLException("another instance has been changing its tables for too long");
        }
        TimeUnit.MILLISECONDS.sleep(WAIT_MILLIS);
      }
      for (int tries = 1; !migrated(tries == MOST_TRIES); tries++) {
        TimeUnit.MILLISECONDS.sleep(WAIT_MILLIS);
      }
    }
  }

  private boolean migrated(boolean lastTry) {
    try {
      Flyway.configure()
          .loggers("slf4j")
          .dataSource(connections)
          .resourceProvider(new Files(dialect.migrations()))
          .javaMigrationClassProvider(List::of)
          .baselineOnMigrate(true)
          .baselineVersion("0")
          .target(target)
          .load()
          .migrate();
      return true;
    } catch (FlywayException e) {
      if (lastTry) {
        throw e;
      }
      return false;
    }
  }

  private record Files(String directory) implements ResourceProvider {

    @Override
    public @Nullable LoadableResource getResource(String name) {
      return FILES.contains(name) ? new SqlFile(directory, name) : null;
    }

    @Override
    public Collection<LoadableResource> getResources(String prefix, String[] suffixes) {
      return FILES.stream()
          .filter(name -> name.startsWith(prefix) && List.of(suffixes).contains(".sql"))
          .<LoadableResource>map(name -> new SqlFile(directory, name))
          .toList();
    }
  }

  private static final class SqlFile extends LoadableResource {

    private final String name;
    private final String path;

    SqlFile(String directory, String name) {
      this.name = name;
      path = DIRECTORY + directory + "/" + name;
    }

    @Override
    public Reader read() {
      try (InputStream stream = Migrations.class.getResourceAsStream(path)) {
        if (stream == null) {
          throw new IllegalStateException("the product lacks " + path);
        }
        StringWriter text = new StringWriter();
        new InputStreamReader(stream, StandardCharsets.UTF_8).transferTo(text);
        return new StringReader(text.toString());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public String getAbsolutePath() {
      return path;
    }

    @Override
    public String getAbsolutePathOnDisk() {
      return path;
    }

    @Override
    public String getFilename() {
      return name;
    }

    @Override
    public String getRelativePath() {
      return name;
    }
  }
}
