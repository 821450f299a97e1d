package io.deltas3proxy.app;

import java.time.Duration;

/**
 * Whether something is written through the proxy, and what is kept of it.
 *
 * @param enabled needs the database
 * @param uncommitted how long a file that no commit names is its writer's alone, and an upload in
 *     parts may take
 * @param mostFiles how many of these files one writer may have, about
 */
record UncommittedSettings(boolean enabled, Duration uncommitted, int mostFiles) {

  private static final int MOST_HOURS = 24 * 365;
  private static final int WEEK_HOURS = 168;
  private static final int MOST_FILES = 10_000_000;
  private static final int USUAL_FILES = 200_000;

  static UncommittedSettings parse(Section root) {
    boolean enabled = !root.flag("readOnly", true);
    if (enabled && !root.flag("databaseEnabled", false)) {
      root.problem(
          "readOnly",
          "may be false only with databaseEnabled: true, since whose uncommitted files are whose is"
              + " kept in the database (sqlite: is enough for one instance)");
    }
    Section writes = root.section("writes");
    UncommittedSettings settings =
        new UncommittedSettings(
            enabled,
            Duration.ofHours(writes.integer("uncommittedHours", 1, MOST_HOURS, WEEK_HOURS)),
            writes.integer("maxUncommittedFiles", 1, MOST_FILES, USUAL_FILES));
    writes.end();
    return settings;
  }
}
