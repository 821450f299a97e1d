package io.deltas3proxy.delta;

import io.deltas3proxy.storage.ObjectAddress;
import io.deltas3proxy.storage.ObjectStore;

/**
 * Where a table physically is.
 *
 * @param store the store that holds it
 * @param bucket physical bucket, empty for a directory store
 * @param path key prefix of the table without leading or trailing slash; may be empty when the
 *     table is the whole bucket
 */
public record TableLocation(ObjectStore store, String bucket, String path) {
  public TableLocation {
    if (path.startsWith("/") || path.endsWith("/")) {
      throw new IllegalArgumentException("path without outer slashes expected: " + path);
    }
  }

  /** The prefix of every physical key of the table, ending in a slash, or empty. */
  public String keyPrefix() {
    return path.isEmpty() ? "" : path + "/";
  }

  /**
   * The address of the object that the table knows by a key relative to its root.
   *
   * @param relativeKey decoded, not empty
   */
  public ObjectAddress address(String relativeKey) {
    return new ObjectAddress(bucket, keyPrefix() + relativeKey);
  }
}
