package io.deltas3proxy.storage;

import org.jspecify.annotations.Nullable;

/**
 * An access key that a store knows.
 *
 * @param sessionToken of temporary credentials; {@code null} for lasting ones
 */
public record StoreCredentials(
    String accessKeyId, String secretAccessKey, @Nullable String sessionToken) {
  public StoreCredentials {
    if (accessKeyId.isBlank() || secretAccessKey.isBlank()) {
      throw new IllegalArgumentException("an access key needs its id and its secret");
    }
  }

  /** Names the key and hides the secrets. */
  @Override
  public String toString() {
    return "StoreCredentials[" + accessKeyId + ", secrets hidden]";
  }
}
