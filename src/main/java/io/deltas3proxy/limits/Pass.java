package io.deltas3proxy.limits;

import java.util.concurrent.atomic.AtomicBoolean;

/** That one request is being answered. */
public final class Pass {

  private final Usage usage;
  private final Allowance allowance;
  private final long startNanos;
  private final Limits limits;
  private final AtomicBoolean ended = new AtomicBoolean();

  Pass(Usage usage, Allowance allowance, Limits limits, long startNanos) {
    this.usage = usage;
    this.allowance = allowance;
    this.limits = limits;
    this.startNanos = startNanos;
  }

  /**
   * The request has ended. Only the first call counts.
   *
   * @param bytes of its body and of that of its answer
   */
  public void end(long bytes) {
    if (ended.compareAndSet(false, true)) {
      usage.charge(bytes, allowance.bytesPerSecond(), Math.max(startNanos, limits.now()));
      usage.leave();
    }
  }
}
