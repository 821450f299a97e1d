package io.deltas3proxy.storage.conditional;

/**
 * What a condition is about. Stores learned to evaluate them one after the other, and pass over
 * those that they do not know.
 */
public enum ConditionalOperation {
  PUT,
  COPY,
  /** The end of an upload in parts. */
  COMPLETE,
  DELETE
}
