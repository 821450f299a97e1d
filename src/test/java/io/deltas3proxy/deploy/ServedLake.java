package io.deltas3proxy.deploy;

import io.deltas3proxy.storage.KeyOrder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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
  private static final String OBJECTS = "gateway-backends";

  private static final String GATEWAY =
      """
      "gateway": {
        "backendsFile": "s3_backends.json", "bucket": "gateway-objects",
        "requiredReplicas": 2, "synchronousReplicas": "all", "minimumReplicas": 2,
        "access": [
          {"user": "writer", "privileges": ["read", "write", "delete"]},
          {"user": "reader", "prefix": "shared/", "privileges": ["read"]}
        ]
      }
      """;

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

  private static void clear(Path directory) throws IOException {
    if (Files.exists(directory)) {
      try (Stream<Path> before = Files.walk(directory)) {
        for (Path each : before.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(each);
        }
      }
    }
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

  /** Makes the table that tests write to, empty. */
  private static void start(Path table) throws IOException {
    clear(table);
    Path log = Files.createDirectories(table.resolve("_delta_log"));
    Files.write(log.resolve("00000000000000000000.json"), Lake.definition());
  }

  /** The directory of the table that tests write to. */
  Path written() {
    return configuration.resolveSibling(WRITTEN);
  }

  /** Two backends of the gateway, which are directories, empty. */
  private static void startBackends(Path directory) throws IOException {
    clear(directory.resolve(OBJECTS));
    List<String> backends = new ArrayList<>();
    for (String zone : List.of("FI-HEL-ST-1", "FI-HEL-UC-1")) {
      Files.createDirectories(directory.resolve(OBJECTS).resolve(zone).resolve("gateway-objects"));
      backends.add(
          """
          {"name": "in-%1$s", "provider": "P", "zone_code": "%1$s", "region": "FI-HEL",
            "endpoint_url": "file:%2$s/%1$s"}\
          """
              .formatted(zone, OBJECTS));
    }
    Files.writeString(
        directory.resolve("s3_backends.json"),
        "{\"backends\": [" + String.join(",", backends) + "]}");
  }

  /** Each run starts as the first one did. */
  private static void forget(Path directory) throws IOException {
    for (String name :
        List.of("accounts.db", "accounts.db-wal", "accounts.db-shm", "accounts.key")) {
      Files.deleteIfExists(directory.resolve(name));
    }
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
    forget(directory);
    start(directory.resolve(WRITTEN));
    writePages(directory.resolve("pages"));
    startBackends(directory);
    Files.writeString(
        file,
        """
        {
          "readOnly": false,
          "localDirectories": ["written", "pages"],
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
          "website": {"sites": {"docs": {"path": "/docs", "place": "file:pages/docs"}}},
          "http": {"maxConnections": 500, "readTimeoutMillis": 30000},
          %s
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
                backend.endpoint(),
                GATEWAY));
    return new ServedLake(backend, file, RunningServer.freePort());
  }
}
