package io.deltas3proxy.sts;

import java.time.Duration;
import java.util.Optional;

/** The operations of STS that there are; anything else is an invalid action. */
sealed interface StsCommand {

  /**
   * What both operations that give credentials are told.
   *
   * @param role the last part of the role's ARN
   * @param duration as asked for; empty for the usual
   */
  record RoleRequest(String role, String sessionName, Optional<Duration> duration) {}

  /** Asks for credentials by an ID token, unsigned. */
  record AssumeRoleWithWebIdentity(RoleRequest request, String token) implements StsCommand {

    /** Hides the token. */
    @Override
    public String toString() {
      return "AssumeRoleWithWebIdentity[" + request + "]";
    }
  }

  record AssumeRole(RoleRequest request) implements StsCommand {}

  record GetCallerIdentity() implements StsCommand {}
}
