package io.deltas3proxy.client;

import java.io.IOException;

/** What was sent is not HTTP/1.1 as it is understood here. */
final class MalformedMessageException extends IOException {

  private static final long serialVersionUID = 1L;

  MalformedMessageException(String message) {
    super(message);
  }
}
