package io.deltas3proxy.gateway;

import java.time.Instant;

/** Until when a version may not be deleted for good. */
public record Retention(Mode mode, Instant until) {

  /** Who may end it before its time: those with {@code bypassRetention}, or nobody. */
  public enum Mode {
    GOVERNANCE,
    COMPLIANCE
  }
}
