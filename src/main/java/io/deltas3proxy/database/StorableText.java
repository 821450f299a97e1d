package io.deltas3proxy.database;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Tells texts that every database can hold from others, of which PostgreSQL makes errors. */
public final class StorableText {

  private StorableText() {}

  /** Whether it has no NUL and is UTF-8 without replacement. */
  public static boolean isStorable(String text) {
    return text.indexOf('\0') < 0 && StandardCharsets.UTF_8.newEncoder().canEncode(text);
  }

  /**
   * A parameter of a statement. What no row can hold becomes {@code null}, which equals nothing: so
   * a name that somebody invented is an unknown one, and not a failure of the database.
   */
  public static @Nullable Object parameter(@Nullable Object value) {
    return value instanceof String text && !isStorable(text) ? null : value;
  }
}
