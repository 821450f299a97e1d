package io.deltas3proxy.s3.endpoint;

import io.deltas3proxy.access.TableAccess;
import io.deltas3proxy.delta.TableUnavailableException;
import io.deltas3proxy.storage.ObjectStore;
import io.deltas3proxy.storage.StoreException;

/** The stores of tables as the caller of one request is to see them. */
@FunctionalInterface
interface CallerStores {

  /**
   * The store of a table, in which a view stands in place of a filtered table's log.
   *
   * @throws io.deltas3proxy.s3.protocol.S3Exception 403 when the caller has no credentials for it
   * @throws TableUnavailableException when what a view needs of the table cannot be known
   */
  ObjectStore of(TableAccess sight) throws StoreException, TableUnavailableException;
}
