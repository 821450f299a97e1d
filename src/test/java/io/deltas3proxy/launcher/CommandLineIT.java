package io.deltas3proxy.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Commands of the packaged WAR, each a process of its own, beside a running proxy. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class CommandLineIT {

  private static final Path WAR = Path.of("target/delta-s3-proxy.war").toAbsolutePath();
  private static final Path LAKE = Path.of("sample-lake").toAbsolutePath();
  private static final String LISTENS = "delta-s3-proxy listens on port ";
  private static final Duration BOUND = Duration.ofSeconds(10);

  @TempDir Path directory;

  private final List<Process> processes = new ArrayList<>();
  private Path temporary = Path.of("");

  @BeforeEach
  void configure() throws IOException {
    temporary = Files.createDirectory(directory.resolve("tmp"));
    Files.writeString(
        directory.resolve("config.json"),
        String.format(
            Locale.ROOT,
            """
            {"port": 0, "metricsPort": null, "localDirectories": ["%s"],
             "tableMapping": {"trades": "file:%s/trades"},
             "databaseEnabled": true, "database": {"secretKeyFile": "key"}}
            """,
            LAKE,
            LAKE));
  }

  @AfterEach
  void stop() {
    processes.forEach(Process::destroyForcibly);
  }

  private Process start(String errors, Path jar, String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Djava.io.tmpdir=" + temporary);
    command.add("-jar");
    command.add(jar.toString());
    command.addAll(Arrays.asList(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("PROXY_"));
    builder.redirectError(directory.resolve(errors).toFile());
    Process started = builder.start();
    processes.add(started);
    return started;
  }

  private String run(int status, Path jar, String... arguments) throws Exception {
    Process process = start("errors", jar, arguments);
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int ended = process.waitFor();
    assertEquals(status, ended, out + Files.readString(directory.resolve("errors")));
    return out;
  }

  private int serve() throws IOException {
    BufferedReader output = start("server-errors", WAR).inputReader();
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      if (line.startsWith(LISTENS)) {
        return Integer.parseInt(line.substring(LISTENS.length()));
      }
    }
    throw new AssertionError(Files.readString(directory.resolve("server-errors")));
  }

  private static S3Client client(int port, JsonNode key) {
    return S3Client.builder()
        .endpointOverride(URI.create("http://127.0.0.1:" + port))
        .region(Region.US_EAST_1)
        .forcePathStyle(true)
        .credentialsProvider(
            StaticCredentialsProvider.create(
                AwsBasicCredentials.create(
                    key.path("accessKeyId").asText(), key.path("secretAccessKey").asText())))
        .httpClientBuilder(Apache5HttpClient.builder())
        .build();
  }

  private static int count(S3Client client) {
    try {
      return client
          .listObjectsV2(request -> request.bucket("datalake").prefix("trades/"))
          .contents()
          .stream()
          .filter(object -> object.key().endsWith(".snappy.parquet"))
          .toList()
          .size();
    } catch (S3Exception e) {
      return -e.statusCode();
    }
  }

  private static long dataFiles() throws IOException {
    try (Stream<Path> all = Files.walk(LAKE.resolve("trades"))) {
      return all.filter(file -> file.toString().endsWith(".snappy.parquet")).count();
    }
  }

  /** Asks again and again, for as long as a change may take to be in force. */
  private static void assertWithinTheBound(BooleanSupplier holds) {
    long end = System.nanoTime() + BOUND.toNanos();
    boolean held = holds.getAsBoolean();
    while (!held && System.nanoTime() - end < 0) {
      held = holds.getAsBoolean();
    }
    assertTrue(held, "not within " + BOUND);
  }

  @Test
  void whatACommandChangesIsInForceInARunningProxyWithinTheBound() throws Exception {
    int port = serve();
    assertEquals("user carol added\n", run(0, WAR, "users", "add", "carol"));
    JsonNode key = new ObjectMapper().readTree(run(0, WAR, "keys", "create", "carol", "--json"));
    String id = key.path("accessKeyId").asText();
    long files = dataFiles();
    try (S3Client client = client(port, key)) {
      assertWithinTheBound(() -> count(client) == 0);
      run(
          0,
          WAR,
          "grants",
          "add",
          "--user",
          "carol",
          "--table",
          "trades",
          "--rule",
          "{\"MIC\": \"XMIL\"}",
          "--until",
          "2100-01-01T00:00:00Z");
      assertWithinTheBound(() -> count(client) > 0);
      assertTrue(count(client) < files, "all files are seen");
      run(0, WAR, "keys", "disable", id);
      assertWithinTheBound(() -> count(client) == -403);
      S3Exception refused =
          assertThrows(S3Exception.class, () -> client.listBuckets(request -> {}));
      assertEquals(403, refused.statusCode());
    }
    try (Stream<Path> left = Files.list(temporary)) {
      // That of the running proxy alone.
      assertEquals(
          1,
          left.filter(path -> String.valueOf(path.getFileName()).startsWith("delta-s3-proxy"))
              .count());
    }
  }

  @Test
  void commandsAlsoRunFromTheJarsThatAreLaidOut() throws Exception {
    Path layout = directory.resolve("layout");
    run(0, WAR, "extract", layout.toString());
    Path jar = layout.resolve("delta-s3-proxy.jar");
    run(0, jar, "users", "add", "carol");
    assertEquals("NAME   STATE    GROUPS\ncarol  enabled  -\n", run(0, jar, "users", "list"));
    assertEquals(run(0, WAR, "--version"), run(0, jar, "--version"));
    assertEquals("", run(1, jar, "users", "add", "carol"));
    assertEquals(
        "delta-s3-proxy: there is a user carol\n", Files.readString(directory.resolve("errors")));
    assertEquals("", run(2, jar, "users", "ad"));
    assertTrue(run(0, jar, "explain", "--user", "carol", "trades").contains("MIC=XMIL   denied"));
  }
}
