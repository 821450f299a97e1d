package io.deltas3proxy.app;

import io.deltas3proxy.files.JobSettings;
import io.deltas3proxy.files.UploadSettings;
import io.deltas3proxy.files.endpoint.BearerTokens;
import io.deltas3proxy.files.endpoint.FaultStatuses;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads {@code files}. Without it there is no files API. */
final class FilesParser {

  static final String NAME = "files";

  private static final long MEGABYTE = 1024 * 1024;
  private static final int MOST_MEGABYTES = 5 * 1024 * 1024;
  private static final int MOST_PART = 5 * 1024;
  private static final int HOUR_SECONDS = 3600;
  private static final int DAY_SECONDS = 24 * HOUR_SECONDS;
  private static final int MOST_HOURS = 24 * 365;
  private static final int MOST_UPLOADS = 100_000;
  private static final int DEFAULT_UPLOADS = 256;
  private static final int DEFAULT_OBJECT = 50 * 1024;
  private static final int DEFAULT_SPOOL = 10 * 1024;

  private final Section section;
  private final Path directory;
  private final boolean database;

  private FilesParser(Section section, Path directory, boolean database) {
    this.section = section;
    this.database = database;
    this.directory = directory;
  }

  /**
   * Reads it.
   *
   * @param directory that relative paths start from
   * @return empty where there is none
   */
  static Optional<FilesSettings> parse(
      Section root, LakeSettings lake, Path directory, String virtualBucket) {
    boolean wanted = root.has(NAME);
    Section section = root.section(NAME);
    if (!wanted) {
      return Optional.empty();
    }
    reserve(root, lake.aliases(), virtualBucket);
    FilesSettings settings =
        new FilesParser(section, directory, root.flag("databaseEnabled", false)).settings(lake);
    section.end();
    return Optional.of(settings);
  }

  private static void reserve(Section root, Set<String> aliases, String virtualBucket) {
    if (virtualBucket.equals(NAME)) {
      root.problem("virtualBucket", "must not be files, which is a path of the files API");
    }
    if (aliases.contains(NAME)) {
      root.problem(
          root.path("tableMapping").child(NAME), "is a path of the files API, not an alias");
    }
  }

  private FilesSettings settings(LakeSettings lake) {
    boolean required =
        section.choice("authentication", Map.of("required", true, "optional", false), true);
    return new FilesSettings(
        buckets(lake),
        FilesAccessParser.parse(section),
        required,
        tokens(),
        new UploadSettings(
            megabytes("uploadMultipartLimitMb", 1, MOST_PART, 10),
            megabytes("uploadMultipartChunkMb", 5, MOST_PART, 5),
            section.integer("parallelParts", 1, 64, 3),
            megabytes("maxObjectMegabytes", 1, MOST_MEGABYTES, DEFAULT_OBJECT)),
        space(),
        new FaultStatuses(status("notFoundStatus", 404), status("backendErrorStatus", 503)),
        jobs(),
        tusExpire(),
        megabytes("downloadChunkMb", 1, 1024, 2));
  }

  private JobSettings jobs() {
    requireDatabase("jobs");
    Section jobs = section.section("jobs");
    JobSettings settings =
        new JobSettings(
            jobs.integer("workers", 1, 64, 2),
            jobs.integer("attempts", 1, 1000, 10),
            jobs.seconds("firstRetrySeconds", 1, HOUR_SECONDS, Duration.ofSeconds(5)),
            jobs.seconds("mostRetrySeconds", 1, DAY_SECONDS, Duration.ofMinutes(10)),
            Duration.ofHours(jobs.integer("keepHours", 1, MOST_HOURS, 24)),
            jobs.integer("mostOpenPerUser", 1, MOST_UPLOADS, 1000));
    jobs.end();
    return settings;
  }

  private Duration tusExpire() {
    requireDatabase("tus");
    Section tus = section.section("tus");
    Duration expire = Duration.ofHours(tus.integer("expireHours", 1, MOST_HOURS, 24));
    tus.end();
    return expire;
  }

  private void requireDatabase(String key) {
    if (section.has(key) && !database) {
      section.problem(
          key,
          "needs databaseEnabled: true, since what has become of an upload is kept in the"
              + " database (sqlite: is enough for one instance)");
    }
  }

  private Map<String, Place> buckets(LakeSettings lake) {
    Section named = section.section("buckets");
    PlaceParser places = new PlaceParser(lake, directory);
    Map<String, Place> buckets = new HashMap<>();
    for (String name : named.names()) {
      places.parse(named, name).ifPresent(place -> buckets.put(name, place));
    }
    if (named.names().isEmpty()) {
      section.problem("buckets", "is missing: names of buckets and where they are");
    }
    return buckets;
  }

  private Map<String, String> tokens() {
    Section named = section.section("tokens");
    Map<String, String> tokens = new HashMap<>();
    Set<String> seen = new HashSet<>();
    for (String user : named.names()) {
      Optional<String> token = named.text(user);
      if (token.isPresent() && token.get().length() < BearerTokens.LEAST_CHARACTERS) {
        named.problem(user, "must have " + BearerTokens.LEAST_CHARACTERS + " characters at least");
      } else if (token.isPresent() && !seen.add(token.get())) {
        named.problem(user, "is the token of another user too");
      }
      token.ifPresent(text -> tokens.put(user, text));
    }
    return tokens;
  }

  private FilesSpace space() {
    int usual = (int) Math.max(16, Runtime.getRuntime().maxMemory() / MEGABYTE / 6);
    return new FilesSpace(
        section.integer("maxConcurrentUploads", 1, MOST_UPLOADS, DEFAULT_UPLOADS),
        megabytes("uploadMemoryMegabytes", 1, MOST_MEGABYTES, usual),
        spool(),
        megabytes("spoolMegabytes", 1, MOST_MEGABYTES, DEFAULT_SPOOL));
  }

  private Path spool() {
    try {
      return directory.resolve(section.text("spoolDirectory", "files-spool")).toAbsolutePath();
    } catch (InvalidPathException e) {
      section.problem("spoolDirectory", "must name a directory");
      return directory;
    }
  }

  /** 400, or the one that says more. */
  private int status(String key, int other) {
    int status = section.integer(key, 400, other, 400);
    if (status != 400 && status != other) {
      section.problem(key, "must be 400 or " + other);
    }
    return status;
  }

  private long megabytes(String key, int least, int most, int otherwise) {
    return section.integer(key, least, most, otherwise) * MEGABYTE;
  }
}
