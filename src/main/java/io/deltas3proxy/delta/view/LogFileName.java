package io.deltas3proxy.delta.view;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the name of a file directly below {@code _delta_log/} says (Delta protocol, "Delta Log").
 */
sealed interface LogFileName {

  String DIRECTORY = "_delta_log/";
  String LAST_CHECKPOINT = "_last_checkpoint";

  /** Example: {@code 00000000000000000012.json}. */
  Pattern COMMIT = Pattern.compile("(\\d{20})\\.json");

  /**
   * Examples: {@code 00000000000000000012.checkpoint.parquet}, {@code
   * 00000000000000000012.checkpoint.0000000001.0000000002.parquet}, {@code
   * 00000000000000000012.checkpoint.3aac8c5a-bb21-4958-9736-d4f7d1215662.json}.
   */
  Pattern CHECKPOINT =
      Pattern.compile(
          "(\\d{20})\\.checkpoint(?:\\.(\\d{10})\\.(\\d{10})|\\.[0-9A-Fa-f-]{36})?"
              + "\\.(parquet|json)");

  record Commit(long version) implements LogFileName {}

  /**
   * @param part 1 and up
   * @param parts of how many files of this name the checkpoint consists, sidecars not counted
   * @param form {@code CLASSIC}, {@code PARTS} or {@code V2}
   */
  record Checkpoint(long version, int part, int parts, Form form) implements LogFileName {}

  record LastCheckpoint() implements LogFileName {}

  /** Of no use in a view. */
  record Other() implements LogFileName {}

  /** In the order in which a view prefers them. */
  enum Form {
    CLASSIC,
    PARTS,
    V2
  }

  static LogFileName parse(String name) {
    if (name.equals(LAST_CHECKPOINT)) {
      return new LastCheckpoint();
    }
    Matcher commit = COMMIT.matcher(name);
    if (commit.matches()) {
      long version = version(commit.group(1));
      return version < 0 ? new Other() : new Commit(version);
    }
    Matcher checkpoint = CHECKPOINT.matcher(name);
    return checkpoint.matches() ? checkpoint(name, checkpoint) : new Other();
  }

  private static LogFileName checkpoint(String name, Matcher matcher) {
    long version = version(matcher.group(1));
    String part = matcher.group(2);
    boolean json = name.endsWith(".json");
    if (version < 0) {
      return new Other();
    }
    if (part != null) {
      long number = Long.parseLong(part);
      long parts = Long.parseLong(matcher.group(3));
      boolean sound = !json && number >= 1 && number <= parts && parts <= Integer.MAX_VALUE;
      return sound ? new Checkpoint(version, (int) number, (int) parts, Form.PARTS) : new Other();
    }
    if (name.equals(checkpointName(version))) {
      return new Checkpoint(version, 1, 1, Form.CLASSIC);
    }
    // A classic name that ends in .json is no checkpoint.
    return name.length() == 31 + ".json".length() && json
        ? new Other()
        : new Checkpoint(version, 1, 1, Form.V2);
  }

  /** The greatest versions do not fit a long. */
  private static long version(String digits) {
    return digits.compareTo("09223372036854775807") > 0 ? -1 : Long.parseLong(digits);
  }

  static String commitName(long version) {
    return String.format("%020d.json", version);
  }

  static String checkpointName(long version) {
    return String.format("%020d.checkpoint.parquet", version);
  }
}
