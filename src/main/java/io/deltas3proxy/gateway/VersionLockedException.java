package io.deltas3proxy.gateway;

/** A version is under retention or legal hold. */
public final class VersionLockedException extends Exception {

  private static final long serialVersionUID = 1L;

  /**
   * @param message may be told to the caller
   */
  public VersionLockedException(String message) {
    super(message);
  }
}
