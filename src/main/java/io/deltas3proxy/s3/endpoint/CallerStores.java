package io.deltas3proxy.s3.endpoint;

import io.deltas3proxy.delta.Table;
import io.deltas3proxy.storage.ObjectStore;
import io.deltas3proxy.storage.StoreException;

/** The stores of tables as the caller of one request is to see them. */
@FunctionalInterface
interface CallerStores {

  /**
   * The store of a table.
   *
   * @throws io.deltas3proxy.s3.protocol.S3Exception 403 when the caller has no credentials for it
   */
  ObjectStore of(Table table) throws StoreException;
}
