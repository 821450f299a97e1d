package io.deltas3proxy.app;

/**
 * One table that is offered.
 *
 * @param store name of its store; {@link #LOCAL} for the local directories
 * @param bucket physical bucket, empty for a local directory
 * @param path key prefix without outer slashes; for a local directory its absolute path
 * @param filtered whether readers get a view of its log
 */
record TableSettings(String alias, String store, String bucket, String path, boolean filtered) {

  /** The store of {@code file:} tables. */
  static final String LOCAL = "local";
}
