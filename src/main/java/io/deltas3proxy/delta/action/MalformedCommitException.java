package io.deltas3proxy.delta.action;

import java.io.IOException;

/**
 * A commit says something that cannot be understood with certainty, so that nothing of it is given,
 * or taken. The message is for the operator.
 */
public final class MalformedCommitException extends IOException {

  private static final long serialVersionUID = 1L;

  public MalformedCommitException(String message) {
    super(message);
  }

  public MalformedCommitException(String message, Throwable cause) {
    super(message, cause);
  }
}
