package io.deltas3proxy.app;

import java.time.Duration;

/**
 * Whether something is written through the proxy, and what is kept of it.
 *
 * @param enabled needs the database
 * @param uncommitted how long a file that no commit names is its writer's alone, and an upload in
 *     parts may take
 */
record UncommittedSettings(boolean enabled, Duration uncommitted) {

  private static final int MOST_HOURS = 24 * 365;
  private static final int WEEK_HOURS = 168;

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
            Duration.ofHours(writes.integer("uncommittedHours", 1, MOST_HOURS, WEEK_HOURS)));
    writes.end();
    return settings;
  }
}
