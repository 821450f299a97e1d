package io.deltas3proxy.gateway.metadata;

import io.deltas3proxy.gateway.Retention;
import io.deltas3proxy.gateway.StoredVersion.Protection;
import io.deltas3proxy.gateway.VersionLockedException;
import org.jspecify.annotations.Nullable;

/** Says what retention and legal hold forbid; as S3 Object Lock does. */
final class Protections {

  private Protections() {}

  /**
   * Requires that a version may be deleted for good.
   *
   * @param now by the clock of the database, which is one for all instances
   */
  static void requireDeletable(Protection protection, long now, boolean bypass)
      throws VersionLockedException {
    if (protection.legalHold()) {
      throw new VersionLockedException("The version is under legal hold.");
    }
    Retention retention = protection.retention();
    if (retention != null && holds(retention, now, bypass)) {
      throw new VersionLockedException(locked(retention));
    }
  }

  /** Requires that a retention may take the place of the present one. */
  static void requireChangeable(
      @Nullable Retention present, @Nullable Retention next, long now, boolean bypass)
      throws VersionLockedException {
    if (present != null && holds(present, now, bypass) && !keeps(present, next)) {
      throw new VersionLockedException(locked(present));
    }
  }

  private static boolean holds(Retention retention, long now, boolean bypass) {
    return retention.until().toEpochMilli() > now
        && switch (retention.mode()) {
          case GOVERNANCE -> !bypass;
          case COMPLIANCE -> true;
        };
  }

  /** Whether the next one forbids all that the present one does. */
  private static boolean keeps(Retention present, @Nullable Retention next) {
    return next != null
        && !next.until().isBefore(present.until())
        && next.mode().compareTo(present.mode()) >= 0;
  }

  private static String locked(Retention retention) {
    return "The version is under retention in mode "
        + retention.mode()
        + " until "
        + retention.until()
        + ".";
  }
}
