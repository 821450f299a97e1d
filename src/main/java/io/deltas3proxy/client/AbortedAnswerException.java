package io.deltas3proxy.client;

import java.io.IOException;

/** An answer broke off after its beginning was sent to the client, and so did the connection. */
final class AbortedAnswerException extends IOException {

  private static final long serialVersionUID = 1L;

  AbortedAnswerException(String answer, IOException cause) {
    super("broke off: " + answer + ": " + cause.getMessage(), cause);
  }
}
