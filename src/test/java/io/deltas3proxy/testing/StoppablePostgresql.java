package io.deltas3proxy.testing;

import io.deltas3proxy.database.DatabaseAddress;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A PostgreSQL server of its own, which may be stopped and started with what it has kept. */
public final class StoppablePostgresql implements AutoCloseable {

  private final Path directory;
  private final int port;
  private @Nullable EmbeddedPostgres running;

  /**
   * Starts it.
   *
   * @param directory that it may fill
   */
  public StoppablePostgresql(Path directory) throws IOException {
    this.directory = directory;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    start();
  }

  public void start() throws IOException {
    running =
        EmbeddedPostgres.builder()
            .setDataDirectory(directory)
            .setCleanDataDirectory(false)
            .setPort(port)
            .setPGStartupWait(Duration.ofSeconds(60))
            .start();
  }

  /** Ends all of its connections and itself. */
  public void stop() throws IOException {
    EmbeddedPostgres server = running;
    running = null;
    if (server != null) {
      server.close();
    }
  }

  public DatabaseAddress address() {
    return TestDatabases.postgresql(port, "postgres");
  }

  @Override
  public void close() throws IOException {
    stop();
  }
}
