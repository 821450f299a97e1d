package io.deltas3proxy.s3.endpoint;

import org.jspecify.annotations.Nullable;

/**
 * Where a listing goes on. The two differ where a scan stopped inside a group of which it had found
 * hidden keys alone: the group is not given yet, though its first keys are done.
 *
 * @param scanned keys up to this one are done; may be a key that the caller must not know
 * @param given entries up to this one have been given; {@code null} for none
 */
record ListingPosition(String scanned, @Nullable String given) {

  /** Stands in no key. */
  private static final char SEPARATOR = '\0';

  /** After an entry that was given, or that the caller named. */
  static ListingPosition after(String entry) {
    return new ListingPosition(entry, entry);
  }

  /** Reads what {@link #toText} wrote. */
  static ListingPosition parse(String text) {
    int separator = text.indexOf(SEPARATOR);
    return separator < 0
        ? new ListingPosition(text, null)
        : new ListingPosition(text.substring(0, separator), text.substring(separator + 1));
  }

  String toText() {
    return given == null ? scanned : scanned + SEPARATOR + given;
  }
}
