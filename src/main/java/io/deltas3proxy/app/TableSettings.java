package io.deltas3proxy.app;

import io.deltas3proxy.delta.SharedLocation;
import io.deltas3proxy.delta.TableLocation;
import io.deltas3proxy.storage.ObjectStore;
import java.util.List;

/**
 * One table that is offered.
 *
 * @param store name of its store; {@link #LOCAL} for the local directories
 * @param bucket physical bucket, empty for a local directory
 * @param path key prefix without outer slashes; for a local directory its absolute path
 * @param filtered whether readers get a view of its log
 * @param shared where else its log may name files, in its store
 */
record TableSettings(
    String alias,
    String store,
    String bucket,
    String path,
    boolean filtered,
    List<SharedLocation> shared) {
  TableSettings {
    shared = List.copyOf(shared);
  }

  /** A table all of whose files are below its root. */
  TableSettings(String alias, String store, String bucket, String path, boolean filtered) {
    this(alias, store, bucket, path, filtered, List.of());
  }

  /** The place of the table in its store. */
  TableLocation in(ObjectStore opened) {
    return new TableLocation(opened, store, bucket, path, shared);
  }

  /** The store of {@code file:} tables. */
  static final String LOCAL = "local";
}
