package io.deltas3proxy.delta.view;

import io.deltas3proxy.storage.ListingPage;
import io.deltas3proxy.storage.ListingRequest;
import io.deltas3proxy.storage.ObjectContent;
import io.deltas3proxy.storage.ReadHead;
import io.deltas3proxy.storage.ReadRequest;
import io.deltas3proxy.storage.StoreException;

/**
 * One policy's view of one table's log, in place of the objects below {@code _delta_log/}. It is
 * asked by physical keys, as an {@link io.deltas3proxy.storage.ObjectStore} is, and keeps the same
 * promises: listings are ordered and complete, size, entity tag and time are the same in all three
 * answers, a read sees one state of an object or fails.
 *
 * <p>What is not in the view is {@link StoreException.NotFound}, whether the log has it or not.
 * What cannot be filtered with certainty is {@link StoreException.Unavailable}. An entity tag
 * stands for the upstream objects, the policy and the way of rewriting, so that a caller who reads
 * with {@code If-Match} never gets a mixture. Any number of threads may ask.
 */
public interface LogView {

  /**
   * Lists what the view has under a prefix, of which one is a prefix of the other with the log's
   * directory. May write checkpoints, of which the size must be known.
   */
  ListingPage list(ListingRequest request) throws StoreException;

  /** Describes one file; range, part number and conditions are evaluated as in {@link #get}. */
  ReadHead head(ReadRequest request) throws StoreException;

  /** Opens one file, which is rewritten first unless that was done before. */
  ObjectContent get(ReadRequest request) throws StoreException;
}
