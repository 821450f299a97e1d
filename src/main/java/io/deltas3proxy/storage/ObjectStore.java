package io.deltas3proxy.storage;

import java.net.URI;
import java.util.Optional;

/**
 * A place that keeps objects. All methods block, may be called from any number of threads, are
 * bounded in time, and fail with a {@link StoreException} that says what to tell the client.
 *
 * <p>The contract that every implementation is tested for ({@code ObjectStoreContract}):
 *
 * <ul>
 *   <li>A missing object is {@link StoreException.NotFound}, also where its key is the "directory"
 *       of others.
 *   <li>Keys are opaque: {@code a//b}, {@code a%2Fb}, {@code +} and every other character mean
 *       themselves. Nothing is decoded or normalised. A key that a store cannot hold is not found.
 *   <li>A read sees one state of the object from its first byte to its last, or fails.
 *   <li>Listings are in the order of the keys' UTF-8 bytes, complete, and agree with reads on size,
 *       entity tag and time.
 * </ul>
 */
public interface ObjectStore extends AutoCloseable {

  /** Describes an object; range, part number and conditions are evaluated as in {@link #get}. */
  ReadHead head(ReadRequest request) throws StoreException;

  /** Opens an object for reading. */
  ObjectContent get(ReadRequest request) throws StoreException;

  /** Lists one page. A prefix with nothing below it is an empty page. */
  ListingPage list(ListingRequest request) throws StoreException;

  /** A URL that gives the object to anyone who has it; empty for a store that has no such thing. */
  Optional<URI> presignGet(PresignRequest request) throws StoreException;

  /**
   * What of the store can be changed, with the same credentials.
   *
   * @throws StoreException.Unsupported by a store that is only read
   */
  default ObjectWriter writer() throws StoreException {
    throw new StoreException.Unsupported("this store is only read");
  }

  /**
   * The same objects over the same connections, asked for with the credentials of a caller. What
   * the store refuses to these is {@link StoreException.CallerDenied}. Closing the view does
   * nothing.
   *
   * @throws StoreException.CallerDenied by a store that knows no credentials, or cannot be asked
   *     with any but its own
   */
  default ObjectStore signedBy(StoreCredentials credentials) throws StoreException {
    throw new StoreException.CallerDenied("this store is asked with no credentials but its own");
  }

  /**
   * As {@link #signedBy}, but GET and HEAD carry the signature that the caller made; it is for one
   * object, and a read of another is refused by the store. Nothing is presigned.
   *
   * @param credentials the caller's own, for listings and what else must be asked differently
   */
  default ObjectStore passing(SignedRead read, StoreCredentials credentials) throws StoreException {
    throw new StoreException.CallerDenied("this store takes no signature but its own");
  }

  @Override
  void close();
}
