package io.deltas3proxy.storage;

/**
 * Where one object lives in a store. The same instance is used to authorize a request and to fetch
 * the object, so that the two can never mean different objects.
 *
 * @param bucket physical bucket; empty for a local directory store
 * @param key physical key, decoded, never normalised; for a local directory store the absolute path
 *     without its leading slash
 */
public record ObjectAddress(String bucket, String key) {
  public ObjectAddress {
    if (key.isEmpty()) {
      throw new IllegalArgumentException("an object address needs a key");
    }
  }
}
