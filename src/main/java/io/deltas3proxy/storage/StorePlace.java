package io.deltas3proxy.storage;

/**
 * A part of a store whose objects are offered under names of their own: what follows the prefix in
 * their keys.
 *
 * @param store that holds them; not closed with this
 * @param bucket physical bucket, empty for a local directory
 * @param prefix of every key: ends with a slash, or is empty where the whole bucket is meant
 */
public record StorePlace(ObjectStore store, String bucket, String prefix) {

  public StorePlace {
    if (!prefix.isEmpty() && !prefix.endsWith("/")) {
      throw new IllegalArgumentException("a prefix ends with a slash");
    }
  }

  /**
   * Where the object of this name is.
   *
   * @param name not empty; nothing in it is decoded or normalised
   */
  public ObjectAddress address(String name) {
    return new ObjectAddress(bucket, prefix + name);
  }

  /**
   * The name of an object here.
   *
   * @param key as a listing of this place gives it
   * @throws IllegalArgumentException if the key is that of another place
   */
  public String name(String key) {
    if (!key.startsWith(prefix)) {
      throw new IllegalArgumentException("the key is not in this place");
    }
    return key.substring(prefix.length());
  }
}
