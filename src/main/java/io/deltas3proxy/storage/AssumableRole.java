package io.deltas3proxy.storage;

import java.util.SortedSet;

/**
 * A role of a store's accounts that is taken on anew for each caller. All methods block, are
 * bounded in time, and may be called from any number of threads.
 */
public interface AssumableRole extends AutoCloseable {

  /**
   * Credentials that are this caller's alone, and valid for some minutes at least.
   *
   * @param user who that is
   * @param groups whose rights the caller has
   * @throws StoreException.CallerDenied when the role cannot tell the caller from others
   * @throws StoreException.Unavailable when there are none now; never those of somebody else
   */
  StoreCredentials credentialsOf(String user, SortedSet<String> groups) throws StoreException;

  @Override
  void close();
}
