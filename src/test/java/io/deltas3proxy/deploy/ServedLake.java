package io.deltas3proxy.deploy;

import io.deltas3proxy.storage.KeyOrder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
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
    Files.writeString(
        file,
        """
        {
          "tableMapping": {"lake": {"uri": "s3://%s/lake", "store": "backend"}},
          "users": {
            "reader": {
              "accessKeys": [{"accessKeyId": "%s", "secretAccessKey": "%s"}],
              "allowedPartitions": {"lake": [{"part": "open"}]}
            }
          },
          "databaseEnabled": true,
          "database": {"uri": "sqlite:accounts.db", "secretKeyFile": "accounts.key"},
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
                TOKEN,
                backend.endpoint()));
    return new ServedLake(backend, file, RunningServer.freePort());
  }
}
