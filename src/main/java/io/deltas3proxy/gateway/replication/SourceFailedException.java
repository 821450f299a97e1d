package io.deltas3proxy.gateway.replication;

import java.io.IOException;

/** The replica that was read from failed, and not the one that was written to. */
final class SourceFailedException extends IOException {

  private static final long serialVersionUID = 1L;

  private final boolean damaged;

  private SourceFailedException(String message, boolean damaged) {
    super(message);
    this.damaged = damaged;
  }

  private SourceFailedException(String message, IOException cause) {
    super(message, cause);
    this.damaged = false;
  }

  /** It is not what was stored there, or missing. */
  static SourceFailedException damaged(String what) {
    return new SourceFailedException(what, true);
  }

  /** It could not be read now. */
  static SourceFailedException unread(String backend, IOException cause) {
    return new SourceFailedException(Trouble.of(backend, cause), cause);
  }

  boolean isDamaged() {
    return damaged;
  }

  String text() {
    return String.valueOf(getMessage());
  }
}
