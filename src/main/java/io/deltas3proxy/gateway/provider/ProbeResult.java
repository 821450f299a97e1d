package io.deltas3proxy.gateway.provider;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What the last look at a backend found.
 *
 * @param at when it was; {@code null} before the first one
 * @param failures one after the other, up to now
 */
public record ProbeResult(Finding finding, @Nullable Instant at, Duration took, int failures) {

  /** What was found, in words that name no host. */
  public enum Finding {
    NOT_YET_LOOKED,
    GOOD,
    BUCKET_MISSING,
    CREDENTIALS_REFUSED,
    TIMED_OUT,
    UNREACHABLE;

    /** Whether the backend answered as one that works. */
    public boolean isGood() {
      return switch (this) {
        case NOT_YET_LOOKED, GOOD, BUCKET_MISSING -> true;
        case CREDENTIALS_REFUSED, TIMED_OUT, UNREACHABLE -> false;
      };
    }

    /** For example {@code bucket_missing}. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  static final ProbeResult NONE = new ProbeResult(Finding.NOT_YET_LOOKED, null, Duration.ZERO, 0);

  /** What follows on this one. */
  ProbeResult next(Finding found, Instant now, Duration time) {
    return new ProbeResult(found, now, time, found.isGood() ? 0 : failures + 1);
  }
}
