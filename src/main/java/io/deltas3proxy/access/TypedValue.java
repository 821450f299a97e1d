package io.deltas3proxy.access;

import io.deltas3proxy.delta.DeltaType;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads the text of a partition value as its column's type, so that {@code 1.50} equals {@code 1.5}
 * and {@code 9} comes before {@code 10} (Delta protocol, "Partition Value Serialization").
 */
final class TypedValue {

  /** What Hive writes into a path for null; some writers put it into the log as well. */
  private static final String HIVE_NULL = "__HIVE_DEFAULT_PARTITION__";

  /** Example: {@code 2024-03-01 12:30:00.123456}; the part after the seconds is optional. */
  private static final DateTimeFormatter SPACED =
      new DateTimeFormatterBuilder()
          .append(DateTimeFormatter.ISO_LOCAL_DATE)
          .appendLiteral(' ')
          .appendPattern("HH:mm:ss")
          .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
          .toFormatter();

  private TypedValue() {}

  /** Whether the text stands for null: absent, empty, or Hive's name for it. */
  static boolean isNull(@Nullable String text) {
    return text == null || text.isEmpty() || text.equals(HIVE_NULL);
  }

  /**
   * The value as something that compares within its type; empty when the text is not of the type.
   */
  static Optional<Comparable<?>> parse(DeltaType type, String text) {
    return switch (type) {
      case STRING, BINARY -> Optional.of(new Text(text));
      case BOOLEAN -> bool(text);
      case BYTE, SHORT, INTEGER, LONG -> read(text, BigDecimal::new).flatMap(TypedValue::whole);
      case DECIMAL -> read(text, BigDecimal::new);
      // Adding zero makes the negative zero the positive one.
      case FLOAT -> read(text, value -> Float.parseFloat(value.trim()) + 0.0f);
      case DOUBLE -> read(text, value -> Double.parseDouble(value.trim()) + 0.0d);
      case DATE -> read(text, TypedValue::date);
      case TIMESTAMP -> read(text, TypedValue::instant);
      case TIMESTAMP_NTZ -> read(text, TypedValue::dateTime);
    };
  }

  private static Optional<Comparable<?>> bool(String text) {
    if (text.equalsIgnoreCase("true")) {
      return Optional.of(true);
    }
    return text.equalsIgnoreCase("false") ? Optional.of(false) : Optional.empty();
  }

  private static Optional<Comparable<?>> whole(Comparable<?> number) {
    return number instanceof BigDecimal decimal && decimal.stripTrailingZeros().scale() <= 0
        ? Optional.of(decimal)
        : Optional.empty();
  }

  /** A date, also where a writer added a time of midnight to it. */
  private static LocalDate date(String text) {
    if (text.length() <= 10) {
      return LocalDate.parse(text);
    }
    LocalDateTime value = dateTime(text);
    if (!value.toLocalTime().equals(java.time.LocalTime.MIDNIGHT)) {
      throw new DateTimeException("a date has no time of day");
    }
    return value.toLocalDate();
  }

  private static Instant instant(String text) {
    if (text.indexOf('T') > 0 && (text.endsWith("Z") || text.lastIndexOf('+') > 10)) {
      return DateTimeFormatter.ISO_OFFSET_DATE_TIME.parse(text, Instant::from);
    }
    return dateTime(text).toInstant(ZoneOffset.UTC);
  }

  private static LocalDateTime dateTime(String text) {
    if (text.length() == 10) {
      return LocalDate.parse(text).atStartOfDay();
    }
    return text.indexOf('T') > 0 ? LocalDateTime.parse(text) : LocalDateTime.parse(text, SPACED);
  }

  private static Optional<Comparable<?>> read(String text, Function<String, Comparable<?>> parser) {
    // A number with a huge exponent is small as text and endless as digits.
    if (text.length() > 64) {
      return Optional.empty();
    }
    try {
      Comparable<?> value = parser.apply(text);
      return value instanceof BigDecimal decimal && Math.abs((long) decimal.scale()) > 100
          ? Optional.empty()
          : Optional.of(value);
    } catch (NumberFormatException | DateTimeException e) {
      return Optional.empty();
    }
  }

  /** Text in the order of its code points, which is the order of its UTF-8 bytes. */
  private record Text(String value) implements Comparable<Text> {
    @Override
    public int compareTo(Text other) {
      int length = Math.min(value.length(), other.value.length());
      for (int i = 0; i < length; i++) {
        char mine = value.charAt(i);
        char theirs = other.value.charAt(i);
        if (mine != theirs) {
          boolean mineHigh = Character.isSurrogate(mine);
          boolean theirsHigh = Character.isSurrogate(theirs);
          return mineHigh == theirsHigh ? Character.compare(mine, theirs) : mineHigh ? 1 : -1;
        }
      }
      return Integer.compare(value.length(), other.value.length());
    }
  }
}
