package io.deltas3proxy.testing;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;

/** A PostgreSQL server of one test, which can be stopped and started again with what it holds. */
public final class OwnPostgres {

  private final Path directory;
  private final int port;
  private EmbeddedPostgres running;

  private OwnPostgres(Path directory) throws IOException {
    this.directory = directory;
    this.running = begin(0);
    this.port = running.getPort();
  }

  /** Starts one that keeps its data in a directory. */
  public static OwnPostgres start(Path directory) throws IOException {
    TestDatabases.assumeThatPostgresqlMayStart();
    return new OwnPostgres(directory);
  }

  private EmbeddedPostgres begin(int wanted) throws IOException {
    EmbeddedPostgres.Builder builder =
        EmbeddedPostgres.builder()
            .setDataDirectory(directory)
            .setCleanDataDirectory(false)
            .setPGStartupWait(Duration.ofSeconds(60));
    return (wanted == 0 ? builder : builder.setPort(wanted)).start();
  }

  public int port() {
    return port;
  }

  /** Ends all connections and stops it. */
  public void stop() {
    try {
      running.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts it at the same port. */
  public void startAgain() {
    try {
      running = begin(port);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
