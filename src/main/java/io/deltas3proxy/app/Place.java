package io.deltas3proxy.app;

import io.deltas3proxy.storage.ObjectStore;
import io.deltas3proxy.storage.StorePlace;

/**
 * Where objects are that are offered otherwise than as a table, as the configuration says it.
 *
 * @param store name of the store; {@link TableSettings#LOCAL} for the local directories
 * @param bucket physical bucket, empty for a local directory
 * @param path key prefix without outer slashes; for a local directory its absolute path
 */
record Place(String store, String bucket, String path) {

  /** The place in its store. */
  StorePlace in(ObjectStore opened) {
    return new StorePlace(opened, bucket, path.isEmpty() ? "" : path + "/");
  }
}
