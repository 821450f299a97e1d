package io.deltas3proxy.gateway.endpoint;

import io.deltas3proxy.gateway.GatewayBucket;
import io.deltas3proxy.gateway.Retention;
import io.deltas3proxy.gateway.StoredVersion.Protection;
import io.deltas3proxy.s3.protocol.LockMode;
import io.deltas3proxy.s3.protocol.ObjectLock;
import io.deltas3proxy.s3.protocol.ObjectRetention;
import io.deltas3proxy.s3.protocol.S3ErrorCode;
import io.deltas3proxy.s3.protocol.S3Exception;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** What keeps versions from being deleted, between requests and the model. */
final class Locks {

  private final Clock clock;

  Locks(Clock clock) {
    this.clock = clock;
  }

  /** The lock of a new version: as the request says, else as the bucket does. */
  Protection of(ObjectLock asked, GatewayBucket bucket) {
    if (asked.isGiven()) {
      requireLocking(bucket);
    }
    ObjectRetention retention = asked.retention();
    return new Protection(
        retention == null ? byDefault(bucket) : retention(retention),
        Boolean.TRUE.equals(asked.legalHold()));
  }

  private @Nullable Retention byDefault(GatewayBucket bucket) {
    GatewayBucket.DefaultRetention retention = bucket.defaultRetention();
    return retention == null
        ? null
        : new Retention(
            retention.mode(),
            clock.instant().plus(Duration.ofDays(retention.days())).truncatedTo(ChronoUnit.MILLIS));
  }

  /** Of a bucket without object lock nothing is locked. */
  static void requireLocking(GatewayBucket bucket) {
    if (!bucket.objectLock()) {
      throw new S3Exception(
          S3ErrorCode.INVALID_REQUEST, "Bucket is missing Object Lock Configuration");
    }
  }

  /** What a request says of retention. */
  Retention retention(ObjectRetention asked) {
    Instant until = asked.until().truncatedTo(ChronoUnit.MILLIS);
    if (!until.isAfter(clock.instant())) {
      throw new S3Exception(
          S3ErrorCode.INVALID_ARGUMENT, "The retain until date must be in the future!");
    }
    return new Retention(mode(asked.mode()), until);
  }

  /** As the model says it. */
  static Retention.Mode mode(LockMode mode) {
    return switch (mode) {
      case GOVERNANCE -> Retention.Mode.GOVERNANCE;
      case COMPLIANCE -> Retention.Mode.COMPLIANCE;
    };
  }

  /** As documents say it. */
  static LockMode mode(Retention.Mode mode) {
    return switch (mode) {
      case GOVERNANCE -> LockMode.GOVERNANCE;
      case COMPLIANCE -> LockMode.COMPLIANCE;
    };
  }
}
