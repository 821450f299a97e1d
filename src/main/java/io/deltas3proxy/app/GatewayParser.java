package io.deltas3proxy.app;

import io.deltas3proxy.gateway.Location;
import io.deltas3proxy.gateway.provider.ProbeSettings;
import io.deltas3proxy.gateway.provider.ProviderFiles;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads {@code gateway}. Without it there is no gateway. */
final class GatewayParser {

  static final String NAME = "gateway";

  /** Paths that are the gateway's. */
  private static final Set<String> PATHS =
      Set.of("s3", "health", "providers", "backends", "bucket-config", "initialize-bucket", "api");

  private static final String SYNCHRONOUS = "synchronousReplicas";
  private static final int MOST_REPLICAS = 32;
  private static final int MOST_DAYS = 3650;
  private static final int HOUR_SECONDS = 3600;

  private GatewayParser() {}

  /**
   * Reads it.
   *
   * @param directory that relative paths start from
   * @return empty where there is none
   */
  static Optional<GatewaySettings> parse(
      Section root, Path directory, Set<String> aliases, String virtualBucket) {
    boolean wanted = root.has(NAME);
    Section section = root.section(NAME);
    if (!wanted) {
      return Optional.empty();
    }
    if (!root.flag("databaseEnabled", false)) {
      root.problem(
          NAME,
          "needs databaseEnabled: true, since what is where is kept in the database (sqlite: is"
              + " enough for one instance)");
    }
    reserve(root, aliases, virtualBucket);
    GatewaySettings settings =
        new GatewaySettings(
            files(section, directory),
            new GatewayBucketsParser(section).parse(),
            writes(section),
            section.parsed("zone", Location::new).orElse(null),
            section.flag("readOnly", false),
            GatewayAccessParser.parse(section),
            section.choice("managementAccess", Map.of("token", false, "open", true), false),
            section.integer("operationsLogDays", 1, MOST_DAYS, 30),
            probe(section.section("probe")),
            GatewayRulesParser.parse(section),
            GatewayJobsParser.jobs(section),
            GatewayJobsParser.scans(section.section("scan")));
    if (!section.flag("immutable", true)) {
      section.problem("immutable", "must be true: a version that is stored is never changed");
    }
    section.end();
    return Optional.of(settings);
  }

  private static void reserve(Section root, Set<String> aliases, String virtualBucket) {
    if (PATHS.contains(virtualBucket)) {
      root.problem(
          "virtualBucket", "must not be " + virtualBucket + ", which is a path of the gateway");
    }
    for (String alias : aliases) {
      if (PATHS.contains(alias)) {
        root.problem(
            root.path("tableMapping").child(alias), "is a path of the gateway, not an alias");
      }
    }
  }

  private static ProviderFiles files(Section section, Path directory) {
    if (!section.has("backendsFile")) {
      section.problem("backendsFile", "is missing: the file that describes the backends");
    }
    Path backends = file(section, "backendsFile", directory);
    return new ProviderFiles(
        backends == null ? directory : backends, file(section, "providersFile", directory));
  }

  private static @Nullable Path file(Section section, String key, Path directory) {
    Optional<String> name = section.text(key);
    if (name.isEmpty()) {
      return null;
    }
    try {
      return directory.resolve(name.get()).toAbsolutePath();
    } catch (InvalidPathException e) {
      section.problem(key, "must name a file");
      return null;
    }
  }

  private static GatewayWrites writes(Section section) {
    return new GatewayWrites(
        section.integer("minimumReplicas", 1, MOST_REPLICAS, 1), synchronous(section));
  }

  private static OptionalInt synchronous(Section section) {
    if (!section.has(SYNCHRONOUS)) {
      return OptionalInt.empty();
    }
    // A variable gives it without quotes.
    return OptionalInt.of(
        section.isText(SYNCHRONOUS, "all")
            ? GatewayWrites.ALL
            : section.integer(SYNCHRONOUS, 1, MOST_REPLICAS, 1));
  }

  private static ProbeSettings probe(Section section) {
    ProbeSettings defaults = ProbeSettings.DEFAULTS;
    ProbeSettings settings =
        new ProbeSettings(
            section.seconds("intervalSeconds", 1, HOUR_SECONDS, defaults.interval()),
            section.seconds("timeoutSeconds", 1, HOUR_SECONDS, defaults.timeout()),
            section.integer("failures", 1, 100, defaults.failures()));
    section.end();
    return settings;
  }
}
