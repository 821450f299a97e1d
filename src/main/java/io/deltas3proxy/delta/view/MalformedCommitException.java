package io.deltas3proxy.delta.view;

import java.io.IOException;

/**
 * A log says something that cannot be filtered with certainty, so that nothing of it is given: 503.
 * The message is for the operator.
 */
public final class MalformedCommitException extends IOException {

  private static final long serialVersionUID = 1L;

  MalformedCommitException(String message) {
    super(message);
  }

  MalformedCommitException(String message, Throwable cause) {
    super(message, cause);
  }
}
