package io.deltas3proxy.files;

import io.deltas3proxy.storage.StorePlace;

/**
 * What a logical bucket stands for.
 *
 * @param storeName of the store in the configuration
 */
public record FileBucket(String storeName, StorePlace place) {}
