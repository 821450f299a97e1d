package io.deltas3proxy.accounts;

/**
 * Accounts or their rights cannot be known now: the request fails with 503. The message is for the
 * operator and may name physical places.
 */
public final class AccountsUnavailableException extends Exception {

  private static final long serialVersionUID = 1L;

  public AccountsUnavailableException(String message) {
    super(message);
  }

  public AccountsUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
