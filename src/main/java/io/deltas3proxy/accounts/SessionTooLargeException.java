package io.deltas3proxy.accounts;

/** The user is in so many groups that no session token can hold their names. */
public final class SessionTooLargeException extends Exception {

  private static final long serialVersionUID = 1L;

  public SessionTooLargeException(int groups) {
    super("a session token cannot hold " + groups + " groups of the identity provider");
  }
}
