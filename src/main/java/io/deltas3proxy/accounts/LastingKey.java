package io.deltas3proxy.accounts;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An access key that is no session's, with its secret.
 *
 * @param user whose it is
 * @param expiresAt {@code null} for never
 */
public record LastingKey(
    String accessKeyId,
    String secretAccessKey,
    String user,
    boolean disabled,
    @Nullable Instant expiresAt) {

  boolean mayBeUsedAt(Instant now) {
    return !disabled && (expiresAt == null || now.isBefore(expiresAt));
  }

  /** Names the key and hides the secret. */
  @Override
  public String toString() {
    return "LastingKey[" + accessKeyId + ", " + user + ", secret hidden]";
  }
}
