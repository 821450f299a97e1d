package io.deltas3proxy.access;

import org.jspecify.annotations.Nullable;

/**
 * Who sent a request.
 *
 * @param claimedAccessKeyId the access key id that the request names, not verified: for counting
 *     users only, never for a rule; {@code null} when it names none
 */
public record Caller(@Nullable String claimedAccessKeyId) {

  public static final Caller ANONYMOUS = new Caller(null);
}
