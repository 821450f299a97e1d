package io.deltas3proxy.gateway.endpoint;

import io.deltas3proxy.accounts.AccountsUnavailableException;
import io.deltas3proxy.gateway.MetadataUnavailableException;
import io.deltas3proxy.gateway.RefusedPlacementException;
import io.deltas3proxy.gateway.VersionLockedException;
import io.deltas3proxy.s3.protocol.S3ErrorCode;
import io.deltas3proxy.s3.protocol.S3Exception;

/** Says what failures of the gateway mean for the client. */
final class GatewayFailures {

  private GatewayFailures() {}

  static S3Exception of(MetadataUnavailableException failure) {
    return unavailable(failure);
  }

  static S3Exception of(AccountsUnavailableException failure) {
    return unavailable(failure);
  }

  private static S3Exception unavailable(Exception failure) {
    return new S3Exception(S3ErrorCode.SERVICE_UNAVAILABLE)
        .because(String.valueOf(failure.getMessage()));
  }

  /** The rule may be told: whoever writes must know why. */
  static S3Exception of(RefusedPlacementException refusal) {
    String message = "refused by residency rule " + refusal.rule() + ": " + refusal.getMessage();
    return new S3Exception(S3ErrorCode.ACCESS_DENIED, message).because(message);
  }

  static S3Exception of(VersionLockedException lock) {
    return new S3Exception(
            S3ErrorCode.ACCESS_DENIED, "Access Denied because object protected by object lock.")
        .because(String.valueOf(lock.getMessage()));
  }
}
