package io.deltas3proxy.s3.endpoint;

/**
 * How the store of one table is asked.
 *
 * @param mode for callers for whom nothing else is said
 * @param credentials for callers in mode {@code FORWARD}
 */
public record TableBackend(AuthMode mode, CallerCredentials credentials) {

  /** With the credentials of the proxy, whoever asks. */
  public static final TableBackend OF_THE_PROXY =
      new TableBackend(AuthMode.IAM, CallerCredentials.NONE);
}
