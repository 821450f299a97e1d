package io.deltas3proxy.delta;

import io.deltas3proxy.storage.ObjectAddress;
import io.deltas3proxy.storage.ObjectStore;
import java.util.List;

/**
 * Where a table physically is.
 *
 * @param store the store that holds it
 * @param storeName what the store is called wherever objects of several stores are told apart
 * @param bucket physical bucket, empty for a directory store
 * @param path key prefix of the table without leading or trailing slash; may be empty when the
 *     table is the whole bucket
 * @param shared where else in the store files may be that the table's log names
 */
public record TableLocation(
    ObjectStore store, String storeName, String bucket, String path, List<SharedLocation> shared) {
  public TableLocation {
    shared = List.copyOf(shared);
    if (path.startsWith("/") || path.endsWith("/")) {
      throw new IllegalArgumentException("path without outer slashes expected: " + path);
    }
  }

  /** A table of a store that has no name. */
  public TableLocation(ObjectStore store, String bucket, String path, List<SharedLocation> shared) {
    this(store, "", bucket, path, shared);
  }

  /** A table all of whose files are below its root. */
  public TableLocation(ObjectStore store, String bucket, String path) {
    this(store, bucket, path, List.of());
  }

  /** Whether a log of the table may name an object that is not below the table's root. */
  public boolean shares(ObjectAddress address) {
    for (SharedLocation location : shared) {
      if (location.holds(address)) {
        return true;
      }
    }
    return false;
  }

  /** Whether an object is below the table's root. */
  public boolean holds(ObjectAddress address) {
    return address.bucket().equals(bucket) && address.key().startsWith(keyPrefix());
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
