package io.deltas3proxy.delta;

import org.jspecify.annotations.Nullable;

/**
 * The log of a table cannot be known, so none of its files may be given: 503. The message is for
 * the operator and may name physical places.
 */
public final class TableUnavailableException extends Exception {

  private static final long serialVersionUID = 1L;

  public TableUnavailableException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
