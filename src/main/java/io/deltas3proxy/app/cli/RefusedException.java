package io.deltas3proxy.app.cli;

/** Why a command is not done, in one line. */
final class RefusedException extends Exception {

  private static final long serialVersionUID = 1L;

  RefusedException(String message) {
    super(message);
  }
}
