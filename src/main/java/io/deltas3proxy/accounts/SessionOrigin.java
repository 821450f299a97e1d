package io.deltas3proxy.accounts;

/** What a session goes back to: it ends when that does. */
public sealed interface SessionOrigin {

  /** Who vouched for the user, by the name that the configuration gives it. */
  record Provider(String name) implements SessionOrigin {}

  /** The lasting key that asked for the session, or for the one it was made from. */
  record Key(String accessKeyId) implements SessionOrigin {}
}
