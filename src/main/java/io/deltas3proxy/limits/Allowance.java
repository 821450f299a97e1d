package io.deltas3proxy.limits;

/**
 * What one access key may ask for; 0 is without a limit.
 *
 * @param requestsPerSecond of which a second's worth may come at once
 * @param concurrentRequests that are being answered at a time
 * @param bytesPerSecond of the bodies of answers, of which a second's worth is given in advance
 */
public record Allowance(int requestsPerSecond, int concurrentRequests, long bytesPerSecond) {

  public static final Allowance UNLIMITED = new Allowance(0, 0, 0);

  public Allowance {
    if (requestsPerSecond < 0 || concurrentRequests < 0 || bytesPerSecond < 0) {
      throw new IllegalArgumentException("a limit is at least 1, or 0 for none");
    }
  }

  /** Whether it limits nothing. */
  public boolean isUnlimited() {
    return equals(UNLIMITED);
  }
}
