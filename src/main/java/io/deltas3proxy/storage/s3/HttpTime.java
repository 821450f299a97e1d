package io.deltas3proxy.storage.s3;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;

/**
 * Reads the time of an answer (RFC 9110, section 5.6.7). Every read has one, nearly always in the
 * fixed form, for which a formatter would take longer than all other headers together.
 */
final class HttpTime {

  private static final int FIXED_LENGTH = "Tue, 03 Feb 2026 16:45:09 GMT".length();
  private static final List<String> MONTHS =
      List.of("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec");

  private HttpTime() {}

  /** Empty for what is not a time. */
  static Optional<Instant> parse(String value) {
    try {
      return Optional.of(isFixed(value) ? fixed(value) : free(value));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static boolean isFixed(String value) {
    return value.length() == FIXED_LENGTH
        && value.endsWith(" GMT")
        && value.startsWith(", ", 3)
        && value.charAt(7) == ' '
        && value.charAt(11) == ' '
        && value.charAt(16) == ' '
        && value.charAt(19) == ':'
        && value.charAt(22) == ':';
  }

  private static Instant fixed(String value) {
    return LocalDateTime.of(
            number(value, 12, 16),
            1 + MONTHS.indexOf(value.substring(8, 11)),
            number(value, 5, 7),
            number(value, 17, 19),
            number(value, 20, 22),
            number(value, 23, 25))
        .toInstant(ZoneOffset.UTC);
  }

  private static int number(String value, int start, int end) {
    int number = 0;
    for (int i = start; i < end; i++) {
      char c = value.charAt(i);
      if (c < '0' || c > '9') {
        throw new DateTimeException("not a digit: " + c);
      }
      number = 10 * number + (c - '0');
    }
    return number;
  }

  private static Instant free(String value) {
    return Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(value));
  }
}
