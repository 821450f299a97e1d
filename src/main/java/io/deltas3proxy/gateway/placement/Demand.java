package io.deltas3proxy.gateway.placement;

import io.deltas3proxy.gateway.Backend.Capabilities;
import java.util.Arrays;
import java.util.stream.Collectors;

/** What a rule can ask a provider for. */
public enum Demand {
  OBJECT_LOCK("object-lock"),
  ISO_27001_GDPR("iso27001-gdpr");

  private final String word;

  Demand(String word) {
    this.word = word;
  }

  /** As rules are written. */
  public String word() {
    return word;
  }

  boolean isMetBy(Capabilities capabilities) {
    return switch (this) {
      case OBJECT_LOCK -> capabilities.objectLock();
      case ISO_27001_GDPR -> capabilities.iso27001Gdpr();
    };
  }

  /**
   * Reads a word.
   *
   * @throws IllegalArgumentException that names the words that there are
   */
  public static Demand of(String text) {
    for (Demand demand : values()) {
      if (demand.word.equalsIgnoreCase(text)) {
        return demand;
      }
    }
    throw new IllegalArgumentException(
        "must be one of "
            + Arrays.stream(values()).map(Demand::word).collect(Collectors.joining(", ")));
  }
}
