package io.deltas3proxy.app;

import io.deltas3proxy.delta.SharedLocation;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads {@code sharedLocations} of one table: where else its log may name files. */
final class SharedLocationParser {

  private static final String KEY = "sharedLocations";

  private final Section table;
  private final Path directory;

  SharedLocationParser(Section table, Path directory) {
    this.table = table;
    this.directory = directory;
  }

  List<SharedLocation> parse() {
    List<String> texts = table.texts(KEY, List.of());
    List<SharedLocation> locations = new ArrayList<>();
    for (int i = 0; i < texts.size(); i++) {
      try {
        switch (TableUri.parse(texts.get(i), directory)) {
          case TableUri.Bucket(String bucket, String path) ->
              locations.add(new SharedLocation(bucket, path));
          case TableUri.Directory local ->
              problem(
                  i, "must be s3://bucket/path: clients look for file: paths on their own disk");
        }
      } catch (IllegalArgumentException e) {
        problem(i, e.getMessage() + ": " + table.shown(KEY, texts.get(i)));
      }
    }
    return locations;
  }

  /** Holds what was read against the table that it is said of. */
  void check(TableSettings settings, Map<String, String> storeByBucket) {
    List<SharedLocation> shared = settings.shared();
    if (shared.isEmpty()) {
      return;
    }
    if (settings.filtered()) {
      table.problem(KEY, "is for tables of logView direct: a view names no physical place");
    }
    if (settings.store().equals(TableSettings.LOCAL)) {
      table.problem(KEY, "is for s3: tables only");
      return;
    }
    for (SharedLocation location : shared) {
      String store = storeByBucket.getOrDefault(location.bucket(), settings.store());
      if (!store.equals(settings.store())) {
        table.problem(
            KEY,
            location.bucket()
                + " is of the store "
                + store
                + ", and the table of the store "
                + settings.store());
      }
    }
  }

  /** Clients could not tell the bucket of a location from that of the tables. */
  static void refuseVirtual(Section root, List<TableSettings> tables, String virtual) {
    for (TableSettings settings : tables) {
      for (SharedLocation location : settings.shared()) {
        if (location.bucket().equals(virtual)) {
          root.section("tableMapping")
              .section(settings.alias())
              .problem(KEY, location.bucket() + " is the name of the virtual bucket");
        }
      }
    }
  }

  private void problem(int position, String message) {
    table.problem(table.path(KEY).element(position), message);
  }
}
