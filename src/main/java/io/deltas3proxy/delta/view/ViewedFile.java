package io.deltas3proxy.delta.view;

import io.deltas3proxy.delta.TableUnavailableException;
import io.deltas3proxy.storage.ListedObject;
import io.deltas3proxy.storage.ObjectInfo;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;

/**
 * One file of a view as it is listed.
 *
 * @param opener gives its bytes
 */
record ViewedFile(String key, long size, String eTag, Instant lastModified, Opener opener) {

  private static final String STORAGE_CLASS = "STANDARD";

  @FunctionalInterface
  interface Opener {
    RewrittenFiles.Lease open() throws IOException, TableUnavailableException;
  }

  ListedObject listed() {
    return new ListedObject(key, size, eTag, lastModified, STORAGE_CLASS);
  }

  ObjectInfo info() {
    String type = key.endsWith(".parquet") ? "application/octet-stream" : "application/json";
    return new ObjectInfo(size, eTag, lastModified, Map.of("content-type", type));
  }
}
