package io.deltas3proxy.audit;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The place of a record among all others.
 *
 * @param millis of its time, since 1970
 * @param id of its row
 */
public record AuditPosition(long millis, long id) {

  /** Example: {@code 1769860800123-17}. */
  private static final Pattern TEXT = Pattern.compile("([0-9]{1,18})-([0-9]{1,18})");

  /** Reads what {@link #toString} wrote; empty for anything else. */
  public static Optional<AuditPosition> parse(String text) {
    Matcher matcher = TEXT.matcher(text);
    return matcher.matches()
        ? Optional.of(
            new AuditPosition(Long.parseLong(matcher.group(1)), Long.parseLong(matcher.group(2))))
        : Optional.empty();
  }

  @Override
  public String toString() {
    return millis + "-" + id;
  }
}
