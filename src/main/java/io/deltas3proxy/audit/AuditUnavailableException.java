package io.deltas3proxy.audit;

import java.io.IOException;

/** The records cannot be read or written now. The message is for the operator. */
public final class AuditUnavailableException extends IOException {

  private static final long serialVersionUID = 1L;

  public AuditUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
