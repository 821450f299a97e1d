package io.deltas3proxy.app;

import io.deltas3proxy.delta.SharedLocation;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads {@code tableMapping}: which tables are offered under which aliases. */
final class TableParser {

  /** With one of them, there may be no table at all. */
  private static final Set<String> OTHER_SERVICES = Set.of(GatewayParser.NAME, "files", "website");

  private static final int LONGEST_ALIAS = 255;
  private static final String LOG_VIEW = "logView";
  private static final Map<String, Boolean> FILTERED = Map.of("direct", false, "filtered", true);

  private final Map<String, BackendSettings> backends;
  private final Map<String, String> storeByBucket;
  private final Path directory;
  private final List<Path> localDirectories;
  private final Set<String> aliases = new HashSet<>();

  /** Whether tables are filtered that do not say. */
  private boolean filtered;

  /**
   * Makes a parser.
   *
   * @param backends the configured stores by name
   * @param directory that relative paths start from
   * @param localDirectories absolute
   */
  TableParser(
      Map<String, BackendSettings> backends,
      Map<String, String> storeByBucket,
      Path directory,
      List<Path> localDirectories) {
    this.backends = backends;
    this.storeByBucket = storeByBucket;
    this.directory = directory;
    this.localDirectories = localDirectories;
  }

  List<TableSettings> parse(Section root) {
    if (!root.has("tableMapping") && OTHER_SERVICES.stream().noneMatch(root::has)) {
      root.problem(
          "tableMapping",
          "is missing: it names the tables, for example {\"trades\":" + " \"s3://bucket/path\"}");
      return List.of();
    }
    filtered = root.choice(LOG_VIEW, FILTERED, false);
    Section mapping = root.section("tableMapping");
    List<TableSettings> tables = new ArrayList<>();
    for (String alias : mapping.names()) {
      aliases.add(alias);
      checkAlias(mapping, alias);
      table(mapping, alias)
          .ifPresent(table -> {
            refuseOverlap(mapping, table, tables);
            tables.add(table);
          });
    }
    return tables;
  }

  /** Every alias that was read, also where what it says of the table is wrong. */
  Set<String> aliases() {
    return aliases;
  }

  private static void checkAlias(Section mapping, String alias) {
    boolean good =
        !alias.isEmpty()
            && alias.getBytes(StandardCharsets.UTF_8).length <= LONGEST_ALIAS
            && alias.indexOf('/') < 0
            // It stands for any characters where grants name tables.
            && alias.indexOf('*') < 0
            && !alias.equals(".")
            && !alias.equals("..")
            && alias.chars().noneMatch(Character::isISOControl);
    if (!good) {
      mapping.problem(
          alias,
          "is not an alias: 1 to 255 bytes without a slash, star or control character,"
              + " not . or ..");
    } else if (alias.equals("health") || alias.equals("metrics")) {
      mapping.problem(
          alias,
          "is not an alias: with the bucket in the host name, /" + alias + " is a path of its own");
    }
  }

  private Optional<TableSettings> table(Section mapping, String alias) {
    if (!mapping.isMap(alias)) {
      Draft draft = new Draft(alias, Optional.empty(), filtered, List.of());
      return located(mapping, alias, draft);
    }
    Section table = mapping.section(alias);
    if (!table.has("uri")) {
      table.problem("uri", "is missing");
    }
    Optional<String> store = table.text("store");
    if (store.isPresent() && !backends.containsKey(store.get())) {
      table.problem(
          "store",
          "is not a store of the section stores: "
              + store.get()
              + Spelling.nearest(store.get(), backends.keySet())
                  .map(near -> "; did you mean \"" + near + "\"?")
                  .orElse(""));
    }
    boolean own = table.choice(LOG_VIEW, FILTERED, filtered);
    SharedLocationParser sharing = new SharedLocationParser(table, directory);
    Draft draft = new Draft(alias, store, own, sharing.parse());
    Optional<TableSettings> located = located(table, "uri", draft);
    located.ifPresent(settings -> sharing.check(settings, storeByBucket));
    table.end();
    return located;
  }

  private Optional<TableSettings> located(Section section, String key, Draft draft) {
    return section
        .parsed(key, text -> TableUri.parse(text, directory))
        .flatMap(uri -> settled(section, key, draft, uri));
  }

  /** What is said of a table beside its place. */
  private record Draft(
      String alias, Optional<String> store, boolean filtered, List<SharedLocation> shared) {}

  private Optional<TableSettings> settled(Section section, String key, Draft draft, TableUri uri) {
    Optional<String> store = draft.store();
    return switch (uri) {
      case TableUri.Bucket(String bucket, String path) ->
          Optional.of(
              new TableSettings(
                  draft.alias(),
                  store.orElse(storeByBucket.getOrDefault(bucket, BackendSettings.DEFAULT)),
                  bucket,
                  path,
                  draft.filtered(),
                  draft.shared()));
      case TableUri.Directory(Path path) -> {
        if (store.isPresent()) {
          section.problem("store", "is for s3: tables only, this one is " + path);
          yield Optional.empty();
        }
        if (localDirectories.stream().noneMatch(path::startsWith)) {
          section.problem(key, path + " is not below a directory that localDirectories allows");
          yield Optional.empty();
        }
        yield Optional.of(
            new TableSettings(
                draft.alias(),
                TableSettings.LOCAL,
                "",
                path.toString().substring(1),
                draft.filtered(),
                draft.shared()));
      }
    };
  }

  private void refuseOverlap(Section mapping, TableSettings table, List<TableSettings> others) {
    TablePlace place = TablePlace.of(table, backends);
    for (TableSettings other : others) {
      TablePlace otherPlace = TablePlace.of(other, backends);
      // One alias to read and one to write: each view of a log has an alias and grants of its own.
      boolean otherView = place.equals(otherPlace) && table.filtered() != other.filtered();
      if (place.overlaps(otherPlace) && !otherView) {
        mapping.problem(
            table.alias(),
            "overlaps with the alias "
                + other.alias()
                + ": /"
                + table.path()
                + " and /"
                + other.path()
                + " share files, and rules for one would not hold for the other");
      }
    }
  }
}
