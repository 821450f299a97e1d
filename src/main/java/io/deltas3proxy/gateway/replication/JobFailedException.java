package io.deltas3proxy.gateway.replication;

import java.io.IOException;

/** A job cannot be done. The message is shown to administrators: it names no physical place. */
final class JobFailedException extends IOException {

  private static final long serialVersionUID = 1L;

  /** What is to become of it. */
  enum Fate {
    /** Another try may help. */
    RETRY,
    /** Another try would fail in the same way. */
    FAIL,
    /** There is nothing left to be done. */
    DROP,
    /** It cannot be begun now, which is not its fault and not counted as a try. */
    POSTPONE
  }

  private final Fate fate;

  private JobFailedException(Fate fate, String message) {
    super(message);
    this.fate = fate;
  }

  private JobFailedException(Fate fate, String message, IOException cause) {
    super(message, cause);
    this.fate = fate;
  }

  static JobFailedException forGood(String message) {
    return new JobFailedException(Fate.FAIL, message);
  }

  static JobFailedException forNow(String message) {
    return new JobFailedException(Fate.RETRY, message);
  }

  static JobFailedException notNow(String message) {
    return new JobFailedException(Fate.POSTPONE, message);
  }

  static JobFailedException pointless(String message) {
    return new JobFailedException(Fate.DROP, message);
  }

  /** A backend did not do what it was asked; the cause is for the log alone. */
  static JobFailedException of(String backend, IOException cause) {
    return new JobFailedException(Fate.RETRY, Trouble.of(backend, cause), cause);
  }

  Fate fate() {
    return fate;
  }

  String text() {
    return String.valueOf(getMessage());
  }
}
