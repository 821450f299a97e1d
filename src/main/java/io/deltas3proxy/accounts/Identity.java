package io.deltas3proxy.accounts;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An access key that may sign requests now, and whose it is.
 *
 * @param secretAccessKey what signatures are made with
 * @param sessionToken that belongs to a temporary key; {@code null} for a lasting one
 * @param expiresAt when the key ends; {@code null} for never
 */
public record Identity(
    String accessKeyId,
    String secretAccessKey,
    @Nullable String sessionToken,
    @Nullable Instant expiresAt,
    Principal principal) {

  /** Names the key and hides the secrets. */
  @Override
  public String toString() {
    return "Identity[" + accessKeyId + ", " + principal.user() + ", secrets hidden]";
  }
}
