package io.deltas3proxy.access;

import java.io.IOException;

/**
 * A commit does what its writer may not: 403. The message is for the writer too: it names nothing
 * that is not in the commit.
 */
public final class CommitRefusedException extends IOException {

  private static final long serialVersionUID = 1L;

  CommitRefusedException(String reason) {
    super(reason);
  }

  CommitRefusedException(String reason, Throwable cause) {
    super(reason, cause);
  }
}
