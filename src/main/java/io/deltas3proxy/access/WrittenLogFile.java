package io.deltas3proxy.access;

import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a key below {@code _delta_log/} may be written as, by its name. */
sealed interface WrittenLogFile {

  /** {@code 00000000000000000010.json}. */
  record Commit(long version) implements WrittenLogFile {}

  /** What is made of commits: checkpoints, sidecars, checksums, compacted commits, the hint. */
  record Derived() implements WrittenLogFile {}

  /** The directory itself, and those that Delta Spark makes below it for every table. */
  record Directory() implements WrittenLogFile {}

  /** Nothing that writers of the protocol store. */
  record Other() implements WrittenLogFile {}

  Set<String> DIRECTORIES = Set.of("", "_sidecars/", "_staged_commits/", "_commits/");

  /** Example: {@code 00000000000000000010.json}. */
  Pattern COMMIT = Pattern.compile("(\\d{20})\\.json");

  /**
   * Examples: {@code 00000000000000000010.checkpoint.parquet}, {@code
   * 00000000000000000010.checkpoint.0000000001.0000000002.parquet}, {@code
   * 00000000000000000010.checkpoint.80a083e8-7026-4e79-81be-64bd76c43a11.json}, {@code
   * 00000000000000000010.crc}, {@code 00000000000000000004.00000000000000000006.compacted.json},
   * {@code _sidecars/3a0d65cd-4056-49b8-937b-95f9e3ee90e5.parquet}, {@code _last_checkpoint}.
   */
  Pattern DERIVED =
      Pattern.compile(
          "\\d{20}\\.checkpoint(\\.[0-9A-Za-z-]{1,64}){0,2}\\.(parquet|json)"
              + "|\\d{20}\\.crc"
              + "|\\d{20}\\.\\d{20}\\.compacted\\.json"
              + "|_sidecars/[0-9A-Za-z._-]{1,200}\\.parquet"
              + "|_last_checkpoint"
              + "|_last_vacuum_info"
              // Hadoop writes a checksum beside its place and renames it.
              + "|\\.\\d{20}\\.crc\\.[0-9a-f-]{36}\\.tmp");

  /**
   * @param name below {@code _delta_log/}
   */
  static WrittenLogFile of(String name) {
    if (DIRECTORIES.contains(name)) {
      return new Directory();
    }
    if (DERIVED.matcher(name).matches()) {
      return new Derived();
    }
    Matcher commit = COMMIT.matcher(name);
    if (!commit.matches()) {
      return new Other();
    }
    try {
      return new Commit(Long.parseLong(commit.group(1)));
    } catch (NumberFormatException e) {
      // Twenty digits may be more than a version can be.
      return new Other();
    }
  }
}
