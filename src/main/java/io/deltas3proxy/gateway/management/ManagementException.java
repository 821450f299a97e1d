package io.deltas3proxy.gateway.management;

/** A request that is not done, with what its sender is told. */
public final class ManagementException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final int status;

  public ManagementException(int status, String detail) {
    super(detail);
    this.status = status;
  }

  /** What was sent cannot be understood. */
  public static ManagementException invalid(String detail) {
    return new ManagementException(422, detail);
  }

  public static ManagementException missing(String detail) {
    return new ManagementException(404, detail);
  }

  public int status() {
    return status;
  }

  public String detail() {
    return String.valueOf(getMessage());
  }
}
