package io.deltas3proxy.sts;

/** A provider, or its keys, cannot be had. The message is for the operator alone. */
public final class ProviderUnavailableException extends Exception {

  private static final long serialVersionUID = 1L;

  ProviderUnavailableException(String message) {
    super(message);
  }

  ProviderUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
