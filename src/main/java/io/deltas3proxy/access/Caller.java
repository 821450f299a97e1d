package io.deltas3proxy.access;

import io.deltas3proxy.accounts.Principal;
import org.jspecify.annotations.Nullable;

/**
 * Who sent a request.
 *
 * @param principal who that is, proved by a signature; {@code null} for somebody anonymous
 * @param accessKeyId the access key id that the request names: verified where there is a principal,
 *     else a mere claim, for counting only; {@code null} when it names none
 */
public record Caller(@Nullable Principal principal, @Nullable String accessKeyId) {

  public static final Caller ANONYMOUS = new Caller(null, null);

  /** Somebody anonymous who names an access key. */
  public static Caller claiming(@Nullable String accessKeyId) {
    return new Caller(null, accessKeyId);
  }
}
