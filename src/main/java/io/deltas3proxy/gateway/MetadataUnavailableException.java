package io.deltas3proxy.gateway;

/**
 * The metadata cannot be read or changed now: the request fails with 503. Whether a change was made
 * is not known. The message is for the operator.
 */
public final class MetadataUnavailableException extends Exception {

  private static final long serialVersionUID = 1L;

  public MetadataUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
