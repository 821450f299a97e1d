package io.deltas3proxy.gateway.endpoint;

import io.deltas3proxy.gateway.GatewayBucket;
import io.deltas3proxy.s3.protocol.S3ErrorCode;
import io.deltas3proxy.s3.protocol.S3Exception;
import org.jspecify.annotations.Nullable;

/**
 * That a caller may do what was needed.
 *
 * @param named the bucket that it is about; {@code null} where it is about none
 * @param rights of the caller in it, for what is judged by itself later
 * @param copied the bucket of the source of a copy; {@code null} for what is none
 */
record Cleared(@Nullable GatewayBucket named, BucketRights rights, @Nullable GatewayBucket copied) {

  /** About no bucket. */
  static final Cleared NOTHING = new Cleared(null, BucketRights.of(java.util.List.of()), null);

  GatewayBucket bucket() {
    if (named == null) {
      throw new IllegalStateException("no bucket was cleared");
    }
    return named;
  }

  GatewayBucket source() {
    if (copied == null) {
      throw new IllegalStateException("no source was cleared");
    }
    return copied;
  }

  Cleared from(GatewayBucket source) {
    return new Cleared(named, rights, source);
  }

  /** The same, if it is allowed. */
  Cleared when(boolean allowed) {
    if (!allowed) {
      throw denied();
    }
    return this;
  }

  static S3Exception denied() {
    return new S3Exception(S3ErrorCode.ACCESS_DENIED)
        .because("no rule of gateway.access or gateway_permissions allows it");
  }
}
