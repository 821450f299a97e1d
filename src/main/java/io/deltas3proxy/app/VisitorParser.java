package io.deltas3proxy.app;

import io.deltas3proxy.website.visitor.LogSettings;
import io.deltas3proxy.website.visitor.MongoSettings;
import io.deltas3proxy.website.visitor.QueueSettings;
import io.deltas3proxy.website.visitor.VisitSettings;
import java.nio.file.Path;
import java.util.Optional;

/** Reads {@code geo}, {@code visitors} and {@code loginKey} of the websites. */
final class VisitorParser {

  private static final int MOST_MEGABYTES = 100_000;
  private static final int MOST_FILES = 10_000;
  private static final int MOST_WAITING = 1_000_000;

  private final Section website;
  private final Path directory;

  /**
   * Makes it.
   *
   * @param directory that relative paths start from
   */
  VisitorParser(Section website, Path directory) {
    this.website = website;
    this.directory = directory;
  }

  VisitorSettings parse() {
    Section geo = website.section("geo");
    Optional<Path> database = geo.parsed("database", directory::resolve);
    if (website.has("geo") && !geo.has("database")) {
      geo.problem("database", "is missing: the file that says where addresses are");
    }
    geo.end();
    Section visitors = website.section("visitors");
    VisitSettings visits =
        new VisitSettings(
            log(visitors),
            mongo(visitors),
            InfluxParser.parse(visitors),
            QueueSettings.of(visitors.integer("queue", 1, MOST_WAITING, 10_000)),
            visitors.flag("anonymizeAddresses", false));
    visitors.end();
    return new VisitorSettings(visits, database, LoginParser.key(website));
  }

  private Optional<LogSettings> log(Section visitors) {
    boolean wanted = visitors.has("log");
    Section log = visitors.section("log");
    Optional<Path> file = log.parsed("file", directory::resolve);
    long megabytes = log.integer("maxFileMegabytes", 1, MOST_MEGABYTES, 100);
    int files = log.integer("maxFiles", 2, MOST_FILES, 10);
    if (wanted && !log.has("file")) {
      log.problem("file", "is missing: where visits are written");
    }
    log.end();
    return file.map(path -> new LogSettings(path, megabytes << 20, files));
  }

  private static Optional<MongoSettings> mongo(Section visitors) {
    boolean wanted = visitors.has("mongo");
    Section mongo = visitors.section("mongo");
    Optional<String> uri = mongo.parsed("uri", MongoSettings::checkedUri);
    String database = name(mongo, "database", "metrics");
    String collection = name(mongo, "collection", "request");
    if (wanted && !mongo.has("uri")) {
      mongo.problem("uri", "is missing: for example mongodb://host:27017");
    }
    mongo.end();
    return uri.map(given -> new MongoSettings(given, database, collection));
  }

  private static String name(Section mongo, String key, String otherwise) {
    return mongo.parsed(key, MongoSettings::checkedName).orElse(otherwise);
  }
}
