package io.deltas3proxy.s3.signature;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.deltas3proxy.accounts.AccountsUnavailableException;
import io.deltas3proxy.accounts.Identities;
import io.deltas3proxy.accounts.Identity;
import io.deltas3proxy.accounts.KeyLookup;
import io.deltas3proxy.accounts.Principal;
import io.deltas3proxy.s3.protocol.RawRequest;
import io.deltas3proxy.s3.protocol.S3ErrorCode;
import io.deltas3proxy.s3.protocol.S3Exception;
import io.deltas3proxy.testing.SettableClock;
import java.time.Instant;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The verification under test, at noon of 31 January 2026, which knows two keys. */
final class Gate {

  /** A key of a session; its token is {@link #TOKEN}. */
  static final String SESSION_ID = "ASIAIOSFODNN7EXAMPLE";

  static final String TOKEN = "sealed+session/token==";

  private static final Identities IDENTITIES =
      (id, token) ->
          switch (id) {
            case Attempt.KEY_ID -> token == null ? found(id, null) : new KeyLookup.InvalidToken();
            case SESSION_ID ->
                TOKEN.equals(token)
                    ? found(id, token)
                    : "over".equals(token)
                        ? new KeyLookup.ExpiredToken()
                        : new KeyLookup.InvalidToken();
            default -> new KeyLookup.Unknown();
          };

  final SettableClock clock = new SettableClock(Instant.parse("2026-01-31T12:00:00Z"));
  private final SignatureAuthentication authentication;

  Gate() {
    this(true);
  }

  Gate(boolean unsignedPayload) {
    authentication =
        new SignatureAuthentication(
            new SignatureSettings("eu-west-1", "s3", unsignedPayload), IDENTITIES, clock);
  }

  private static KeyLookup found(String id, @Nullable String token) {
    return new KeyLookup.Found(
        new Identity(
            id, Attempt.SECRET, token, null, new Principal("alice", new TreeSet<>(), false)));
  }

  /** The payload of a request that must be let in. */
  Payload passes(RawRequest request) {
    try {
      SignatureAuthentication.Authenticated caller =
          authentication.authenticate(request).orElseThrow();
      assertEquals("alice", caller.identity().principal().user());
      return caller.payload();
    } catch (AccountsUnavailableException e) {
      throw new AssertionError(e);
    }
  }

  S3Exception refuses(S3ErrorCode code, RawRequest request) {
    S3Exception refusal =
        assertThrows(S3Exception.class, () -> authentication.authenticate(request));
    assertEquals(code, refusal.code(), refusal::text);
    return refusal;
  }

  boolean isUnsigned(RawRequest request) {
    try {
      return authentication.authenticate(request).isEmpty();
    } catch (AccountsUnavailableException e) {
      throw new AssertionError(e);
    }
  }
}
