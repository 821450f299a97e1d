package io.deltas3proxy.sts;

/** A provider did not vouch for somebody. The message is for the operator alone. */
public final class LoginRefusedException extends Exception {

  private static final long serialVersionUID = 1L;

  public LoginRefusedException(String message) {
    // A refusal is an answer, not a defect: it needs no stack trace.
    super(message, null, false, false);
  }
}
