package io.deltas3proxy.storage.conditional;

/** Who sees to it that of several writers of one object one wins. */
public enum ConditionalWrites {
  /** The store, which evaluates {@code If-None-Match} and {@code If-Match} of writes. */
  NATIVE,
  /** A lock in the database that all instances share. */
  LOCK,
  /** The store if it does so when asked with an object of our own, else a lock. */
  DETECT
}
