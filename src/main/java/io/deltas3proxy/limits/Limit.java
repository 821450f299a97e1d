package io.deltas3proxy.limits;

/** What there is a limit on. */
public enum Limit {
  REQUESTS_PER_SECOND("requestsPerSecond"),
  CONCURRENT_REQUESTS("concurrentRequests"),
  BYTES_PER_SECOND("bytesPerSecond");

  private final String setting;

  Limit(String setting) {
    this.setting = setting;
  }

  /** Its name in the configuration. */
  public String setting() {
    return setting;
  }
}
