package io.deltas3proxy.files;

import io.deltas3proxy.storage.ObjectAddress;
import io.deltas3proxy.storage.ObjectStore;

/**
 * A file that somebody may read or write: what it is called, and where it is.
 *
 * @param storeName of the store in the configuration
 */
public record FileTarget(
    FileName file, String storeName, ObjectStore store, ObjectAddress address) {}
