package io.deltas3proxy.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Kills the packaged product, and starts it over what it kept of its indexes. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class KeptIndexIT {

  private static final Path WAR = Path.of("target/delta-s3-proxy.war").toAbsolutePath();
  private static final String LISTENS = "delta-s3-proxy listens on port ";

  @TempDir Path directory;

  private final HttpClient client = HttpClient.newHttpClient();
  private final List<String> keys = new ArrayList<>();
  private Path trades = Path.of("");
  private @Nullable Process process;

  @BeforeEach
  void prepare() throws IOException {
    trades = directory.resolve("lake/trades");
    Path source = Path.of("sample-lake/trades");
    try (Stream<Path> files = Files.walk(source)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        String key = source.relativize(file).toString();
        Path copy = trades.resolve(key);
        Files.createDirectories(copy.getParent());
        Files.copy(file, copy);
        keys.add(key);
      }
    }
    keys.add("stranger.parquet");
    Files.writeString(
        directory.resolve("config.json"),
        """
        {"port": 0, "metricsPort": null, "localDirectories": ["lake"], "getMode": "proxy",
         "tableMapping": {"trades": "file:lake/trades"},
         "allowedPartitions": {"trades": [{"MIC": "XLON"}]},
         "index": {"directory": "kept", "directoryMegabytes": 10, "memoryMegabytes": 20}}
        """);
  }

  @AfterEach
  void stop() throws InterruptedException {
    client.close();
    kill();
  }

  private void kill() throws InterruptedException {
    if (process != null) {
      process.destroyForcibly();
      assertTrue(process.waitFor(1, TimeUnit.MINUTES));
    }
  }

  private String start() throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-jar",
                WAR.toString())
            .directory(directory.toFile())
            .redirectError(directory.resolve("errors").toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("PROXY_"));
    Process started = builder.start();
    process = started;
    BufferedReader output = started.inputReader();
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      if (line.startsWith(LISTENS)) {
        return "http://127.0.0.1:" + Integer.parseInt(line.substring(LISTENS.length()));
      }
    }
    throw new AssertionError("it ended before it listened");
  }

  private HttpResponse<String> get(String uri) throws IOException, InterruptedException {
    return client.send(
        HttpRequest.newBuilder(URI.create(uri)).build(), HttpResponse.BodyHandlers.ofString());
  }

  /** The status of each object, by key. */
  private Map<String, Integer> decisions(String base) throws IOException, InterruptedException {
    Map<String, Integer> statuses = new TreeMap<>();
    for (String key : keys) {
      statuses.put(key, get(base + "/datalake/trades/" + key).statusCode());
    }
    return statuses;
  }

  private void assertOrigin(String base, int loads, int restores) throws Exception {
    String metrics = get(base + "/metrics").body();
    String line = "deltas3proxy_index_%s_total{table=\"trades\",} %d.0";
    for (String expected :
        List.of(
            String.format(Locale.ROOT, line, "loads", loads),
            String.format(Locale.ROOT, line, "restores", restores))) {
      assertTrue(metrics.contains(expected), expected + " in " + metrics);
    }
  }

  private Path keptFile() throws IOException {
    while (true) {
      try (Stream<Path> files = Files.list(directory.resolve("kept/indexes"))) {
        List<Path> kept = files.filter(file -> file.toString().endsWith(".index")).toList();
        if (!kept.isEmpty()) {
          return kept.getFirst();
        }
      }
      Thread.onSpinWait();
    }
  }

  @Test
  void aKilledProxyDecidesAsBeforeFromWhatItKept() throws Exception {
    String base = start();
    Map<String, Integer> before = decisions(base);
    assertTrue(before.containsValue(200) && before.containsValue(403), before.toString());
    assertOrigin(base, 1, 0);
    Path kept = keptFile();
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(kept)));
    kill();

    // A process that was killed while it wrote leaves such a file.
    Path unfinished = kept.resolveSibling(kept.getFileName() + "-1.tmp");
    Files.write(unfinished, new byte[100]);
    base = start();
    assertEquals(before, decisions(base));
    assertOrigin(base, 0, 1);
    kill();

    byte[] damaged = Files.readAllBytes(kept);
    damaged[damaged.length / 2] ^= 1;
    Files.write(kept, damaged);
    base = start();
    assertEquals(before, decisions(base));
    assertOrigin(base, 1, 0);
  }
}
