package io.deltas3proxy.s3.endpoint;

import org.jspecify.annotations.Nullable;

/** Bounds how many pages one request asks of backends, and keeps where it had to stop. */
final class PageBudget {

  private int left;
  private @Nullable String stoppedAt;

  PageBudget(int pages) {
    this.left = pages;
  }

  /**
   * Takes one page.
   *
   * @param position key up to which all has been looked at
   * @return false when none is left: the scan stops at the position
   */
  boolean take(String position) {
    if (left == 0) {
      stoppedAt = position;
      return false;
    }
    left--;
    return true;
  }

  /** Where the scan stopped for want of pages; {@code null} when it did not. */
  @Nullable String stoppedAt() {
    return stoppedAt;
  }
}
