package io.deltas3proxy.launcher;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Starts the packaged WAR as a process of its own. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class ExecutableWarIT {

  private static final Path WAR = Path.of("target/delta-s3-proxy.war").toAbsolutePath();
  private static final Path LAKE = Path.of("sample-lake").toAbsolutePath();
  private static final String LISTENS = "delta-s3-proxy listens on port ";

  @TempDir Path directory;

  private final HttpClient client = HttpClient.newHttpClient();
  private Path temporary = Path.of("");
  private @Nullable Process process;

  @BeforeEach
  void prepare() throws IOException {
    temporary = Files.createDirectory(directory.resolve("tmp"));
  }

  @AfterEach
  void stop() {
    client.close();
    if (process != null) {
      process.destroyForcibly();
    }
  }

  @Test
  void itServesTablesAndStopsWhenItIsTold() throws Exception {
    configure(0);
    Process proxy = start(WAR.toString());
    serveAndStop(proxy);
    assertEquals(List.of(), names(temporary));
  }

  @Test
  void itRunsFromTheJarsThatItLaysOut() throws Exception {
    Path layout = directory.resolve("layout");
    Process extraction = start(WAR.toString(), "extract", layout.toString());
    assertEquals(0, extraction.waitFor());
    configure(0);
    serveAndStop(start(layout.resolve("delta-s3-proxy.jar").toString()));
  }

  @Test
  void aPortThatIsTakenEndsIt() throws Exception {
    try (ServerSocket taken = new ServerSocket(0)) {
      configure(taken.getLocalPort());
      assertFails("delta-s3-proxy did not start: port " + taken.getLocalPort() + " cannot be");
    }
  }

  @Test
  void aConfigurationThatIsNotValidEndsIt() throws Exception {
    Files.writeString(directory.resolve("config.json"), "{\"prot\": 1}");
    String log =
        assertFails("delta-s3-proxy did not start: the configuration has 2 errors, see the log");
    assertTrue(log.contains("tableMapping: is missing"), log);
    assertTrue(log.contains("prot: is not a known key; did you mean \"port\"?"), log);
  }

  @Test
  void aRuleForAColumnThatTheTableDoesNotHaveEndsIt() throws Exception {
    configure(0);
    Path file = directory.resolve("config.json");
    Files.writeString(file, Files.readString(file).replace("[{}]", "[{\"MCI\": \"XLON\"}]"));
    assertFails("allowedPartitions.reference[0].MCI: ");
  }

  private void serveAndStop(Process proxy) throws Exception {
    String base = "http://127.0.0.1:" + portOf(proxy);
    assertEquals("{\"status\":\"live\"}\n", text(get(base + "/health/live")));
    assertEquals(200, get(base + "/health/ready").statusCode());
    assertTrue(text(get(base + "/metrics")).contains("queries_served_total"));
    String key = "_delta_log/00000000000000000000.json";
    HttpResponse<byte[]> log = get(base + "/datalake/reference/" + key);
    assertEquals(200, log.statusCode());
    assertArrayEquals(Files.readAllBytes(LAKE.resolve("reference").resolve(key)), log.body());
    assertTrue(log.headers().firstValue("Server").isEmpty());
    assertTrue(log.headers().firstValue("x-amz-request-id").isPresent());
    HttpResponse<byte[]> climbing = get(base + "/datalake/reference/%2e%2e/x");
    assertEquals(400, climbing.statusCode());
    assertTrue(text(climbing).contains("<Error><Code>"), text(climbing));

    // By its handle, which leaves the streams open.
    proxy.toHandle().destroy();
    assertTrue(proxy.waitFor(1, TimeUnit.MINUTES));
    String last = String.join("\n", proxy.inputReader().lines().toList());
    assertTrue(last.contains("delta-s3-proxy stops: requests in progress have 30 seconds"), last);
    assertTrue(last.contains("AppListener Stopping"), last);
    assertTrue(last.contains("AppListener Stopped"), last);
    assertEquals(128 + 15, proxy.exitValue());
  }

  private void configure(int port) throws IOException {
    Files.writeString(
        directory.resolve("config.json"),
        String.format(
            Locale.ROOT,
            """
            {"port": %d, "metricsPort": null, "localDirectories": ["%s"],
             "tableMapping": {"reference": "file:%s/reference"},
             "allowedPartitions": {"reference": [{}]}}
            """,
            port,
            LAKE,
            LAKE));
  }

  private Process start(String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Djava.io.tmpdir=" + temporary);
    command.add("-jar");
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("PROXY_"));
    builder.redirectError(directory.resolve("errors").toFile());
    Process started = builder.start();
    process = started;
    return started;
  }

  /** Runs it to its end and returns what it wrote into its log. */
  private String assertFails(String expected) throws Exception {
    Process proxy = start(WAR.toString());
    String log;
    try (BufferedReader output = proxy.inputReader()) {
      log = String.join("\n", output.lines().toList());
    }
    assertEquals(1, proxy.waitFor(), log);
    String errors = Files.readString(directory.resolve("errors"));
    assertTrue(errors.contains(expected), errors);
    assertEquals(List.of(), names(temporary));
    return log;
  }

  private static int portOf(Process proxy) throws IOException {
    BufferedReader output = proxy.inputReader();
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      if (line.startsWith(LISTENS)) {
        return Integer.parseInt(line.substring(LISTENS.length()));
      }
    }
    throw new AssertionError("it ended before it listened");
  }

  private HttpResponse<byte[]> get(String uri) throws IOException, InterruptedException {
    return client.send(
        HttpRequest.newBuilder(URI.create(uri)).build(), HttpResponse.BodyHandlers.ofByteArray());
  }

  private static String text(HttpResponse<byte[]> response) {
    return new String(response.body(), StandardCharsets.UTF_8);
  }

  /** What is left in a directory, but for what the JVM and native libraries keep there. */
  private static List<String> names(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .map(file -> String.valueOf(file.getFileName()))
          .filter(name -> name.startsWith("delta-s3-proxy"))
          .toList();
    }
  }
}
