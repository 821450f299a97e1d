package io.deltas3proxy.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** The packaged product in a process of its own, which can be killed as a machine that fails. */
public final class ProductProcess implements AutoCloseable {

  private static final Path WAR = Path.of("target/delta-s3-proxy.war").toAbsolutePath();
  private static final String LISTENS = "delta-s3-proxy listens on port ";

  private final Process process;
  private final int port;

  private ProductProcess(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /**
   * Starts it at a free port.
   *
   * @param directory where it runs, and where its log is added to {@code proxy.log}
   * @param configuration the text of {@code config.json} without the outer braces and the ports
   */
  public static ProductProcess start(Path directory, String configuration) throws IOException {
    Files.writeString(
        directory.resolve("config.json"),
        "{\"port\":0,\"metricsPort\":null," + configuration + "}");
    ProcessBuilder builder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Xmx256m",
                "-jar",
                WAR.toString())
            .directory(directory.toFile())
            .redirectError(
                ProcessBuilder.Redirect.appendTo(directory.resolve("errors.log").toFile()));
    builder.environment().keySet().removeIf(name -> name.startsWith("PROXY_"));
    Process process = builder.start();
    BufferedReader output = process.inputReader();
    StringBuilder log = new StringBuilder();
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      log.append(line).append('\n');
      if (line.startsWith(LISTENS)) {
        Thread.ofVirtual().start(() -> drain(output, directory.resolve("proxy.log")));
        return new ProductProcess(process, Integer.parseInt(line.substring(LISTENS.length())));
      }
    }
    throw new AssertionError(
        "it ended before it listened: " + log + Files.readString(directory.resolve("errors.log")));
  }

  /** A process whose output nobody reads stops when its pipe is full. */
  private static void drain(BufferedReader output, Path log) {
    try (output;
        var writer =
            Files.newBufferedWriter(
                log,
                java.nio.file.StandardOpenOption.CREATE,
                java.nio.file.StandardOpenOption.APPEND)) {
      output.transferTo(writer);
    } catch (IOException e) {
      // Its process was killed.
      return;
    }
  }

  public int port() {
    return port;
  }

  /** Ends it at once, whatever it is doing, and waits until it is gone. */
  public void kill() {
    process.destroyForcibly();
    process.onExit().orTimeout(1, TimeUnit.MINUTES).join();
  }

  @Override
  public void close() {
    kill();
  }
}
