package io.deltas3proxy.dev.interop;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.apache.spark.SparkThrowable;

/**
 * What a read ended with.
 *
 * @param rows sorted, as text; null when the read failed
 * @param error why it failed; empty when it did not
 */
record Outcome(List<String> rows, String error) {

  static Outcome of(Callable<List<String>> read) {
    try {
      return new Outcome(read.call().stream().sorted().toList(), "");
    } catch (Exception e) { // Scala throws checked ones too, and does not declare them
      return new Outcome(null, told(e));
    }
  }

  boolean failed() {
    return rows == null;
  }

  /** Both have the same rows, or neither can be read, for the same reason. */
  boolean agreesWith(Outcome other) {
    return Objects.equals(rows, other.rows) && error.equals(other.error);
  }

  /** One line on how this differs from what was expected. */
  String differenceFrom(Outcome expected) {
    if (failed() || expected.failed()) {
      return "%s instead of %s".formatted(summary(), expected.summary());
    }
    List<String> missing = expected.rows.stream().filter(row -> !rows.contains(row)).toList();
    List<String> foreign = rows.stream().filter(row -> !expected.rows.contains(row)).toList();
    return "%s instead of %s, missing %s, too many %s"
        .formatted(summary(), expected.summary(), first(missing), first(foreign));
  }

  private String summary() {
    return failed() ? error : rows.size() + " rows";
  }

  private static String first(List<String> rows) {
    return rows.isEmpty() ? "none" : rows.get(0);
  }

  /** The condition that Spark names, else the innermost error. */
  private static String told(Throwable error) {
    Throwable innermost = error;
    for (Throwable cause = error; cause != null; cause = cause.getCause()) {
      if (cause instanceof SparkThrowable named && named.getCondition() != null) {
        return named.getCondition();
      }
      innermost = cause;
    }
    String text = innermost.getClass().getSimpleName() + ": " + innermost.getMessage();
    return text.substring(0, Math.min(300, text.length())).replaceAll("\\s+", " ");
  }
}
