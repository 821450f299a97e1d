package io.deltas3proxy.gateway.provider;

import java.util.Locale;

/** Whether a provider has something. */
public enum Answer {
  YES("Yes"),
  NO("No"),
  UNKNOWN("Unknown");

  private final String written;

  Answer(String written) {
    this.written = written;
  }

  public boolean isYes() {
    return this == YES;
  }

  /** As it stands in the providers' file. */
  public String written() {
    return written;
  }

  /**
   * Reads it in any case.
   *
   * @throws IllegalArgumentException for any other word
   */
  public static Answer of(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "yes" -> YES;
      case "no" -> NO;
      case "unknown" -> UNKNOWN;
      default -> throw new IllegalArgumentException("must be Yes, No or Unknown");
    };
  }
}
