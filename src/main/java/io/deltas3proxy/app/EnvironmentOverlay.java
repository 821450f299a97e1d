package io.deltas3proxy.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.POJONode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Puts {@code PROXY_*} variables over the file: {@code PROXY_READ_ONLY} is {@code readOnly}, {@code
 * PROXY_DATABASE__URI} is {@code database.uri}. A name that the operator chose, of a table or a
 * store, is written as it is: {@code PROXY_STORES__lake__SECRET_ACCESS_KEY}.
 */
final class EnvironmentOverlay {

  private static final String PREFIX = "PROXY_";

  /** Variables that are no keys: they say where the configuration is and how loud the log is. */
  private static final Set<String> OTHERS =
      Set.of(ConfigurationReader.FILE_VARIABLE, "PROXY_LOG_LEVEL", "PROXY_LIBRARY_LOG_LEVEL");

  /** Variables that gateways of before were given, with the keys that they set for a gateway. */
  private static final Map<String, String> OLDER_NAMES =
      Map.of(
          "S3_BACKENDS_CONFIG", "gateway.backendsFile",
          "PROVIDERS_FILE", "gateway.providersFile",
          "DATABASE_URL", "database.uri");

  /** The same for services of before that took and gave files. */
  private static final Map<String, String> OLDER_NAMES_OF_FILES =
      Map.of(
          "UPLOAD_MULTIPART_LIMIT_MB", "files.uploadMultipartLimitMb",
          "UPLOAD_MULTIPART_CHUNK_SIZE", "files.uploadMultipartChunkMb",
          "DOWNLOAD_CHUNK_SIZE", "files.downloadChunkMb",
          "S3_REGION", "region");

  /** Keys whose children are named by the operator. */
  private static final Set<String> FREE_NAMES =
      Set.of(
          "tableMapping",
          "stores",
          "allowedPartitions",
          "oidc",
          "limits.users",
          "gateway.buckets",
          "files.buckets",
          "files.tokens",
          "gateway.rateLimits",
          "website.sites",
          "website.visitors.influx.tags");

  /** Examples: {@code stores.lake.forward.users}, {@code website.sites.www.headers}. */
  private static final Pattern FREE_INSIDE =
      Pattern.compile(
          "stores\\.[\\w-]+\\.forward\\.(users|groups)|website\\.sites\\.[\\w-]+\\.headers");

  private final ConfigurationTree tree;
  private final Map<String, String> variables = new HashMap<>();
  private final List<Problem> problems = new ArrayList<>();

  private EnvironmentOverlay(ConfigurationTree tree) {
    this.tree = tree;
  }

  static ConfigurationTree apply(ConfigurationTree tree, Map<String, String> environment)
      throws ConfigurationException {
    EnvironmentOverlay overlay = new EnvironmentOverlay(tree);
    // A shorter name comes before the longer ones that start with it: a map before its entries.
    new TreeMap<>(environment)
        .forEach((name, value) -> {
          if (name.startsWith(PREFIX) && !OTHERS.contains(name)) {
            overlay.set(name, value);
          }
        });
    if (tree.root().has(GatewayParser.NAME)) {
      OLDER_NAMES.forEach((name, path) -> overlay.setOlder(name, path, environment.get(name)));
    }
    if (tree.root().has(FilesParser.NAME)) {
      OLDER_NAMES_OF_FILES.forEach(
          (name, path) -> overlay.setOlder(name, path, environment.get(name)));
    }
    if (!overlay.problems.isEmpty()) {
      throw new ConfigurationException(overlay.problems);
    }
    return new ConfigurationTree(tree.root(), tree.directory(), tree.file(), overlay.variables);
  }

  /** What another program called it, where nothing newer says it. */
  private void setOlder(String name, String path, @Nullable String value) {
    JsonNode node = tree.root();
    for (String key : path.split("\\.", -1)) {
      node = node.path(key);
    }
    if (value != null && !value.isBlank() && node.isMissingNode()) {
      set(name, path.replaceAll("([A-Z])", "_$1").toUpperCase(Locale.ROOT).split("\\.", -1), value);
    }
  }

  private void set(String variable, String value) {
    set(variable, variable.substring(PREFIX.length()).split("__", -1), value);
  }

  private void set(String variable, String[] segments, String value) {
    ObjectNode parent = tree.root();
    KeyPath path = KeyPath.ROOT;
    for (int i = 0; i < segments.length; i++) {
      String key = nameIn(parent, path, variable, segments[i]);
      path = path.child(key);
      if (i == segments.length - 1) {
        parent.set(key, new POJONode(value));
        variables.put(path.text(), variable);
        return;
      }
      JsonNode child = opened(parent.path(key));
      if (child.isMissingNode()) {
        parent = parent.putObject(key);
      } else if (child instanceof ObjectNode object) {
        parent.set(key, object);
        parent = object;
      } else {
        problems.add(new Problem(variable, path.text(), "is not a map, so it has no keys"));
        return;
      }
    }
  }

  /** The map that another variable gave as JSON; any other node as it is. */
  private static JsonNode opened(JsonNode node) {
    if (!(node instanceof POJONode given)) {
      return node;
    }
    try {
      return ConfigurationReader.parse(String.valueOf(given.getPojo()));
    } catch (IOException e) {
      return node;
    }
  }

  private String nameIn(ObjectNode parent, KeyPath path, String variable, String segment) {
    if (!FREE_NAMES.contains(path.text()) && !FREE_INSIDE.matcher(path.text()).matches()) {
      return camelCase(segment);
    }
    List<String> meant = new ArrayList<>();
    parent
        .fieldNames()
        .forEachRemaining(name -> {
          if (name.equalsIgnoreCase(segment)) {
            meant.add(name);
          }
        });
    if (meant.size() > 1) {
      // Not even one written alike is taken: some systems give variables in capitals only.
      problems.add(
          new Problem(
              variable,
              path.child(segment).text(),
              "is ambiguous: it may mean " + String.join(" or ", meant)));
    }
    return meant.size() == 1 ? meant.getFirst() : segment;
  }

  /** Example: {@code METRICS_PORT} is {@code metricsPort}. */
  private static String camelCase(String segment) {
    String[] words = segment.toLowerCase(Locale.ROOT).split("_", -1);
    StringBuilder key = new StringBuilder(words[0]);
    for (int i = 1; i < words.length; i++) {
      if (!words[i].isEmpty()) {
        key.append(Character.toUpperCase(words[i].charAt(0))).append(words[i].substring(1));
      }
    }
    return key.toString();
  }
}
