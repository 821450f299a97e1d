package io.deltas3proxy.delta.kernel;

/** A log says something that it must not say. */
final class MalformedLogException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  MalformedLogException(String message) {
    super(message);
  }
}
