package io.deltas3proxy.deploy;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A server in a process of its own.
 *
 * @param process the server, not a shell around it
 * @param port for HTTP
 */
record RunningServer(Process process, int port) {

  private static final long START_SECONDS = 120;
  private static final long STOP_SECONDS = 40;
  private static final long LOOK_MILLIS = 50;

  /**
   * Starts a server and waits until the application answers.
   *
   * @param base for all that the server writes; emptied first
   * @param environment added to that of the tests
   */
  static RunningServer start(Server server, Path base, Path war, Map<String, String> environment)
      throws IOException, InterruptedException {
    Server.deleteTree(base);
    Files.createDirectories(base);
    int port = freePort();
    ProcessBuilder command = server.install(base, war, port);
    command.environment().putAll(environment);
    Path output = base.resolve("server.log");
    Process process =
        command
            .directory(base.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    RunningServer running = new RunningServer(process, port);
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
    while (!running.answers()) {
      if (process.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS) || System.nanoTime() > deadline) {
        running.stop();
        throw new IOException("the server did not start:\n" + lastLines(output));
      }
    }
    return running;
  }

  private boolean answers() throws IOException {
    HttpURLConnection connection =
        (HttpURLConnection)
            URI.create("http://localhost:" + port + "/health/live").toURL().openConnection();
    try {
      return connection.getResponseCode() == HttpURLConnection.HTTP_OK;
    } catch (IOException e) {
      return false;
    } finally {
      connection.disconnect();
    }
  }

  /** Asks the server to end, as the system does when it goes down. */
  void stop() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
    }
  }

  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private static String lastLines(Path output) throws IOException {
    List<String> lines = Files.readAllLines(output);
    return String.join("\n", lines.subList(Math.max(0, lines.size() - 60), lines.size()));
  }
}
