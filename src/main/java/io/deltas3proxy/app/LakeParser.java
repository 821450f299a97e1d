package io.deltas3proxy.app;

import io.deltas3proxy.s3.endpoint.AuthMode;
import io.deltas3proxy.storage.conditional.ConditionalWrites;
import io.deltas3proxy.storage.s3.EndpointPolicy;
import io.deltas3proxy.storage.s3.HttpSettings;
import io.deltas3proxy.storage.s3.S3StoreSettings;
import io.deltas3proxy.storage.s3.StaticCredentials;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the tables and the stores that hold them. */
final class LakeParser {

  private static final int HOUR_MILLIS = 3_600_000;

  private static final Map<String, ConditionalWrites> CONDITIONAL_WRITES =
      Map.of(
          "native", ConditionalWrites.NATIVE,
          "lock", ConditionalWrites.LOCK,
          "detect", ConditionalWrites.DETECT);

  private final Section root;
  private final String region;
  private final Map<String, BackendSettings> backends = new LinkedHashMap<>();
  private final Map<String, String> storeByBucket = new HashMap<>();

  private LakeParser(Section root, String region) {
    this.root = root;
    this.region = region;
  }

  static LakeSettings parse(Section root, String region, Path directory) {
    LakeParser parser = new LakeParser(root, region);
    List<Path> localDirectories = parser.localDirectories(directory);
    parser.readBackends(httpSettings(root.section("http")));
    TableParser tables =
        new TableParser(parser.backends, parser.storeByBucket, directory, localDirectories);
    return new LakeSettings(
        tables.parse(root),
        tables.aliases(),
        parser.backends,
        localDirectories,
        ViewsSettings.parse(root.section("views"), directory));
  }

  private List<Path> localDirectories(Path directory) {
    List<String> names = root.texts("localDirectories", List.of());
    List<Path> paths = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      KeyPath at = root.path("localDirectories").element(i);
      try {
        Path path = directory.resolve(names.get(i)).toAbsolutePath().normalize();
        if (Files.isDirectory(path)) {
          paths.add(path);
        } else {
          root.problem(at, "is not a directory: " + path);
        }
      } catch (InvalidPathException e) {
        root.problem(at, "is not a path: " + names.get(i));
      }
    }
    return paths;
  }

  private static HttpSettings httpSettings(Section http) {
    HttpSettings defaults = HttpSettings.DEFAULTS;
    HttpSettings settings =
        new HttpSettings(
            http.integer("maxConnections", 1, 100_000, defaults.maxConnections()),
            http.millis("connectTimeoutMillis", 1, HOUR_MILLIS, defaults.connectTimeout()),
            http.millis("readTimeoutMillis", 1, HOUR_MILLIS, defaults.readTimeout()),
            http.millis("requestDeadlineMillis", 1, HOUR_MILLIS, defaults.requestDeadline()),
            http.integer("maxRetries", 0, 10, defaults.maxRetries()));
    http.end();
    return settings;
  }

  private void readBackends(HttpSettings http) {
    Section stores = root.section("stores");
    for (String name : stores.names()) {
      if (name.equals(TableSettings.LOCAL) || !name.matches("[A-Za-z0-9_-]{1,63}")) {
        stores.problem(
            name,
            "is not a name for a store: 1 to 63 letters, digits, _ and -, other than \"local\"");
      }
      Section store = stores.section(name);
      backend(name, store, http).ifPresent(backend -> add(name, store, backend));
    }
    backends.computeIfAbsent(
        BackendSettings.DEFAULT,
        name ->
            new BackendSettings(
                new S3StoreSettings(name, null, region, false, null, http),
                EndpointPolicy.REMOTE_ONLY,
                List.of(),
                null,
                ForwardSettings.NONE,
                ConditionalWrites.DETECT));
  }

  private void add(String name, Section store, BackendSettings backend) {
    backends.put(name, backend);
    for (int i = 0; i < backend.buckets().size(); i++) {
      String bucket = backend.buckets().get(i);
      String other = storeByBucket.putIfAbsent(bucket, name);
      if (other != null) {
        store.problem(
            store.path("buckets").element(i),
            bucket + " is given to the store " + other + " already");
      }
    }
  }

  /** Without the text in the message, which may have a password in it. */
  private static URI uri(String text) {
    try {
      return new URI(text);
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException("is not a URL, " + e.getReason(), e);
    }
  }

  /**
   * A URL that requests may be sent to.
   *
   * @throws IllegalArgumentException that says what is wrong, without the URL itself
   */
  static URI endpoint(String text, EndpointPolicy policy) {
    URI uri = uri(text);
    policy.check(uri);
    return uri;
  }

  private Optional<BackendSettings> backend(String name, Section store, HttpSettings http) {
    EndpointPolicy policy =
        store.flag("allowPrivateEndpoint", false)
            ? EndpointPolicy.ANY_ADDRESS
            : EndpointPolicy.REMOTE_ONLY;
    boolean endpointGiven = store.has("endpoint");
    Optional<URI> endpoint = store.parsed("endpoint", text -> endpoint(text, policy));
    String ownRegion = store.text("region", region);
    boolean pathStyle = store.flag("pathStyle", endpointGiven);
    Optional<String> id = store.text("accessKeyId");
    Optional<String> secret = store.text("secretAccessKey");
    Optional<String> session = store.text("sessionToken");
    List<String> buckets = store.texts("buckets", List.of());
    AuthMode authMode = ForwardParser.mode(store);
    ForwardSettings forward = ForwardParser.ofStore(store, ownRegion, policy);
    ConditionalWrites conditionalWrites =
        store.choice("conditionalWrites", CONDITIONAL_WRITES, ConditionalWrites.DETECT);
    store.end();
    if (id.isPresent() != secret.isPresent()) {
      store.problem(
          id.isPresent() ? "accessKeyId" : "secretAccessKey",
          "accessKeyId and secretAccessKey must be given together");
      return Optional.empty();
    }
    if (session.isPresent() && id.isEmpty()) {
      store.problem("sessionToken", "needs accessKeyId and secretAccessKey beside it");
      return Optional.empty();
    }
    StaticCredentials credentials =
        id.isEmpty()
            ? null
            : new StaticCredentials(id.get(), secret.orElseThrow(), session.orElse(null));
    return Optional.of(
        new BackendSettings(
            new S3StoreSettings(
                name, endpoint.orElse(null), ownRegion, pathStyle, credentials, http),
            policy,
            buckets,
            authMode,
            forward,
            conditionalWrites));
  }
}
