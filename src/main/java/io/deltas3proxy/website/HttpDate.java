package io.deltas3proxy.website;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/** Dates of headers (RFC 9110, section 5.6.7), in the one form that is still written. */
public final class HttpDate {

  private static final DateTimeFormatter FORM =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US)
          .withZone(ZoneOffset.UTC);

  private HttpDate() {}

  /** For example {@code Tue, 03 Feb 2026 16:45:09 GMT}. */
  public static String format(Instant instant) {
    return FORM.format(instant);
  }

  /** Empty for what is not such a date, which is to be ignored. */
  public static Optional<Instant> parse(String value) {
    try {
      return Optional.of(FORM.parse(value.strip(), Instant::from));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
