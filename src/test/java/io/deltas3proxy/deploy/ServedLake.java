package io.deltas3proxy.deploy;

import io.deltas3proxy.storage.KeyOrder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What every deployed proxy of the tests serves: one table in one backend, and the configuration
 * that names it.
 *
 * @param backend where the table is
 * @param configuration the file that the proxy reads
 * @param metricsPort the separate port of the metrics
 */
record ServedLake(LakeBackend backend, Path configuration, int metricsPort) {

  /** The token of an administrator. */
  static final String TOKEN = "token-of-the-tests-0123456789-abcdef";

  private static final String WRITTEN = "written/table";

  private static @Nullable ServedLake started;

  /** The lake, started at the first call; it ends with the tests. */
  static synchronized ServedLake get() {
    ServedLake lake = started;
    if (lake == null) {
      try {
        lake = start();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      started = lake;
    }
    return lake;
  }

  /** Makes the table that tests write to, empty. */
  private static void start(Path table) throws IOException {
    if (Files.exists(table)) {
      try (Stream<Path> before = Files.walk(table)) {
        for (Path each : before.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(each);
        }
      }
    }
    Path log = Files.createDirectories(table.resolve("_delta_log"));
    Files.write(log.resolve("00000000000000000000.json"), Lake.definition());
  }

  /** Makes the website, and what it must not show. */
  private static void writePages(Path pages) throws IOException {
    Path site = Files.createDirectories(pages.resolve("docs"));
    Files.writeString(site.resolve("index.html"), "<h1>Documents</h1>");
    Files.writeString(site.resolve("a b+;\u00e4.txt"), "odd");
    Files.writeString(pages.resolve("secret.txt"), WebsiteContract.BESIDE);
    Files.writeString(
        Files.createDirectories(pages.resolve("docs-private")).resolve("secret.txt"),
        WebsiteContract.BESIDE);
  }

  /** The directory of the table that tests write to. */
  Path written() {
    return configuration.resolveSibling(WRITTEN);
  }

  private static ServedLake start() throws IOException {
    SortedMap<String, byte[]> objects = new TreeMap<>(KeyOrder.UTF_8);
    objects.put("lake/_delta_log/00000000000000000000.json", Lake.log());
    for (LakeFile file : Lake.files()) {
      objects.put("lake/" + file.key(), file.content());
    }
    objects.put("lake/" + Lake.STRAY.key(), Lake.STRAY.content());
    LakeBackend backend = LakeBackend.start(objects);
    Path directory = Files.createDirectories(Path.of("target", "deploy"));
    Path file = directory.resolve("config.json").toAbsolutePath();
    // Each run starts as the first one did.
    for (String name :
        List.of("accounts.db", "accounts.db-wal", "accounts.db-shm", "accounts.key")) {
      Files.deleteIfExists(directory.resolve(name));
    }
    start(directory.resolve(WRITTEN));
    writePages(directory.resolve("pages"));
    Files.writeString(
        file,
        """
        {
          "readOnly": false,
          "localDirectories": ["written", "pages"],
          "website": {"sites": {"docs": {"path": "/docs", "place": "file:pages/docs"}}},
          "tableMapping": {
            "lake": {"uri": "s3://%s/lake", "store": "backend"},
            "written": "file:written/table"
          },
          "users": {
            "reader": {
              "accessKeys": [{"accessKeyId": "%s", "secretAccessKey": "%s"}],
              "allowedPartitions": {"lake": [{"part": "open"}], "written": [{}]}
            },
            "writer": {
              "accessKeys": [{"accessKeyId": "%s", "secretAccessKey": "%s"}],
              "grants": [
                {"tables": "written", "privileges": ["read", "write"], "rules": [{"part": "open"}]}
              ]
            }
          },
          "databaseEnabled": true,
          "database": {"uri": "sqlite:accounts.db", "secretKeyFile": "accounts.key"},
          "files": {
            "buckets": {"up": "file:written/files"},
            "tokens": {"uploader": "%s"},
            "access": [{"user": "uploader", "privileges": ["read", "write"]}]
          },
          "admin": {"enabled": true, "tokens": {"ada": "%s"}},
          "getMode": "proxy",
          "stores": {
            "backend": {
              "endpoint": "%s", "region": "us-east-1", "pathStyle": true,
              "accessKeyId": "backend-key", "secretAccessKey": "backend-secret",
              "allowPrivateEndpoint": true
            }
          },
          "http": {"maxConnections": 500, "readTimeoutMillis": 30000}
        }
        """
            .formatted(
                LakeBackend.BUCKET,
                RawSignature.KEY_ID,
                RawSignature.SECRET,
                RawSignature.WRITER_ID,
                RawSignature.WRITER_SECRET,
                TOKEN,
                TOKEN,
                backend.endpoint()));
    return new ServedLake(backend, file, RunningServer.freePort());
  }
}
