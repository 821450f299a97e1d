package io.deltas3proxy.files;

import java.util.Locale;

/** How far an upload in the background has come. */
public enum JobState {
  /** Its bytes are still coming. */
  RECEIVING,
  /** All of it is here, and it waits for a worker or for its next try. */
  QUEUED,
  RUNNING,
  /** It is about to become visible and can no longer be cancelled. */
  STORING,
  DONE,
  FAILED,
  CANCELLED;

  /** Whether nothing more happens to it. */
  public boolean isOver() {
    return this == DONE || this == FAILED || this == CANCELLED;
  }

  /** As it is stored, and told where it is not finer than anybody needs. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** As clients are told it. */
  public String told() {
    return this == STORING ? RUNNING.word() : word();
  }
}
