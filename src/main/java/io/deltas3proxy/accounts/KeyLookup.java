package io.deltas3proxy.accounts;

/** What is known of an access key that a request names. */
public sealed interface KeyLookup {

  /** It may sign requests now. */
  record Found(Identity identity) implements KeyLookup {}

  /** Nobody's, disabled, its user disabled, or past its end: these are not told apart outside. */
  record Unknown() implements KeyLookup {}

  /** The session token is missing, altered, revoked, or given with a lasting key. */
  record InvalidToken() implements KeyLookup {}

  /** The session is over; SDKs then ask for a new one. */
  record ExpiredToken() implements KeyLookup {}
}
