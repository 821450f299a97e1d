package io.deltas3proxy.gateway.replication;

import java.io.IOException;

/** A job is to stop where it is. */
final class JobStoppedException extends IOException {

  private static final long serialVersionUID = 1L;

  /** Why. */
  enum Reason {
    /** Somebody does not want it any more: what it has begun is undone. */
    CANCELLED,
    /** Another worker has it: nothing is touched any more. */
    TAKEN_OVER,
    /** This instance ends: another one begins it anew. */
    SHUTTING_DOWN
  }

  private final Reason reason;

  JobStoppedException(Reason reason) {
    super("stopped: " + reason);
    this.reason = reason;
  }

  Reason reason() {
    return reason;
  }
}
