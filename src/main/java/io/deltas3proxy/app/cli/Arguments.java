package io.deltas3proxy.app.cli;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.TypeConversionException;

/** Arguments of several commands. */
final class Arguments {

  private Arguments() {}

  static Instant moment(String text) {
    try {
      return DateTimeFormatter.ISO_OFFSET_DATE_TIME.parse(text, Instant::from);
    } catch (DateTimeException e) {
      throw new TypeConversionException(
          "'" + text + "' is not a moment such as 2030-01-31T00:00:00Z");
    }
  }

  /** What was given for a repeated option. */
  static <T> List<T> all(@Nullable List<T> given) {
    return given == null ? List.of() : given;
  }
}
