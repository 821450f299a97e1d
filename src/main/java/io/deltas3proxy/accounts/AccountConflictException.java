package io.deltas3proxy.accounts;

/** A change that does not fit what is there, for example a user who does not exist. */
public final class AccountConflictException extends Exception {

  private static final long serialVersionUID = 1L;

  /** Which way it does not fit. */
  public enum Kind {
    MISSING,
    EXISTS,
    INVALID
  }

  private final Kind kind;

  public AccountConflictException(Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  public Kind kind() {
    return kind;
  }
}
