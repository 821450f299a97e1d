package io.deltas3proxy.website.visitor;

import java.io.IOException;

/** Visits were refused, and trying again does not help. The message is for the operator. */
final class RejectedVisitsException extends IOException {

  private static final long serialVersionUID = 1L;

  private final int rejected;

  /**
   * Makes it.
   *
   * @param rejected how many visits; the others were published
   */
  RejectedVisitsException(String message, int rejected) {
    super(message);
    this.rejected = rejected;
  }

  int rejected() {
    return rejected;
  }
}
