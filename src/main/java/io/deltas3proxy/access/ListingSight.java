package io.deltas3proxy.access;

import io.deltas3proxy.delta.TableUnavailableException;

/** What one caller sees in one listing of a table. For one thread. */
public interface ListingSight {

  /**
   * Decides whether an object that the store lists appears in the caller's listing.
   *
   * @throws TableUnavailableException when the log cannot be known
   */
  boolean lists(String relativeKey) throws TableUnavailableException;

  /**
   * Decides whether a "directory" appears in the caller's listing: when the caller may see an
   * object in it, at any depth.
   *
   * @param relativeDirectory ends in a slash
   * @throws TableUnavailableException when the log cannot be known
   */
  boolean listsDirectory(String relativeDirectory) throws TableUnavailableException;
}
