package io.deltas3proxy.s3.endpoint;

import javax.crypto.SecretKey;

/**
 * How listings are made.
 *
 * @param tokenKey AES key of 256 bits that seals continuation tokens; the same on every instance
 * @param maxBackendPages most pages that one request may ask of the store, 1 or more
 */
public record ListingSettings(SecretKey tokenKey, int maxBackendPages) {
  public ListingSettings {
    if (maxBackendPages < 1) {
      throw new IllegalArgumentException("maxBackendPages is 1 or more, not " + maxBackendPages);
    }
  }
}
