package io.deltas3proxy.s3.protocol;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.Locale;
import java.util.Optional;

/** Dates of HTTP headers (RFC 9110, section 5.6.7) and of S3's documents. */
public final class HttpDates {

  private static final DateTimeFormatter FIXED =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US)
          .withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter RFC_850 =
      new DateTimeFormatterBuilder()
          .appendPattern("EEEE, dd-MMM-")
          .appendValueReduced(ChronoField.YEAR, 2, 2, 1970)
          .appendPattern(" HH:mm:ss 'GMT'")
          .toFormatter(Locale.US)
          .withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter ASCTIME =
      DateTimeFormatter.ofPattern("EEE MMM ppd HH:mm:ss yyyy", Locale.US).withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter DOCUMENT =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.US)
          .withZone(ZoneOffset.UTC);

  private HttpDates() {}

  /** For example {@code Tue, 03 Feb 2026 16:45:09 GMT}. */
  public static String format(Instant instant) {
    return FIXED.format(instant);
  }

  /** For example {@code 2026-02-03T16:45:09.000Z}. */
  static String formatForDocument(Instant instant) {
    return DOCUMENT.format(instant);
  }

  /** Reads any of the three forms; a header with something else is to be ignored. */
  public static Optional<Instant> parse(String value) {
    for (DateTimeFormatter form : new DateTimeFormatter[] {FIXED, RFC_850, ASCTIME}) {
      try {
        return Optional.of(form.parse(value.strip(), Instant::from));
      } catch (DateTimeException e) {
        // Try the next form.
      }
    }
    return Optional.empty();
  }
}
