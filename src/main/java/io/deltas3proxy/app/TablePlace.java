package io.deltas3proxy.app;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where the files of a table are, whatever names lead there: two stores may have one server, two
 * paths one directory.
 *
 * @param server empty for this machine
 * @param prefix of the path of every file; ends with a slash, or is empty
 */
record TablePlace(String server, String bucket, String prefix) {

  /** All endpoints of AWS serve one space of buckets. */
  private static final String AWS = "amazonaws.com";

  private static final Set<Integer> USUAL_PORTS = Set.of(-1, 80, 443);

  static TablePlace of(TableSettings table, Map<String, BackendSettings> backends) {
    if (table.store().equals(TableSettings.LOCAL)) {
      return new TablePlace("", "", prefix(realPath(table.path())));
    }
    BackendSettings backend = backends.get(table.store());
    String server = backend == null ? table.store() : server(backend.store().endpoint());
    return new TablePlace(server, table.bucket(), prefix(table.path()));
  }

  /** Whether the files of one are files of the other as well. */
  boolean overlaps(TablePlace other) {
    return server.equals(other.server)
        && bucket.equals(other.bucket)
        && (prefix.startsWith(other.prefix) || other.prefix.startsWith(prefix));
  }

  private static String prefix(String path) {
    return path.isEmpty() ? "" : path + "/";
  }

  /** Without symbolic links; as it is written when there is nothing yet. */
  private static String realPath(String path) {
    Path written = Path.of("/" + path);
    try {
      return written.toRealPath().toString().substring(1);
    } catch (IOException e) {
      return path;
    }
  }

  private static String server(@Nullable URI endpoint) {
    if (endpoint == null) {
      return AWS;
    }
    String host = endpoint.getHost().toLowerCase(Locale.ROOT);
    if (host.endsWith("." + AWS)) {
      return AWS;
    }
    return USUAL_PORTS.contains(endpoint.getPort()) ? host : host + ":" + endpoint.getPort();
  }
}
