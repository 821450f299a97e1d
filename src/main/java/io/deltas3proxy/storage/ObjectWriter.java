package io.deltas3proxy.storage;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;

/**
 * What of a store can be changed. All methods block, may be called from any number of threads, and
 * are bounded in time. The contract that every implementation is tested for ({@code
 * ObjectWriterContract}):
 *
 * <ul>
 *   <li>An object is stored whole or not at all: a body that ends early, or whose reading fails,
 *       leaves what was there before. What reading a body throws is thrown on as it is.
 *   <li>A body is read once, by the calling thread, through a bounded buffer, and to its end.
 *       Nothing is sent twice once a byte of it was sent.
 *   <li>Once a method has returned, every later read, listing and condition sees what it did.
 *   <li>Of writers that race with {@code If-None-Match: *} for one key exactly one wins, where
 *       {@link #hasConditions()}.
 *   <li>Where it is not known whether the store has done it: {@link StoreException.Indeterminate}.
 * </ul>
 *
 * Besides what the methods say, they throw {@link StoreException.Invalid} for what the store
 * refuses as wrong (a digest that does not fit, a part that is too small), {@link
 * StoreException.Denied}, {@link StoreException.CallerDenied}, {@link StoreException.Throttled},
 * {@link StoreException.Unavailable} and {@link StoreException.Unsupported}.
 */
public interface ObjectWriter {

  /** Whether the store evaluates {@link WriteConditions} in one step with the write. */
  boolean hasConditions();

  /**
   * Stores an object.
   *
   * @param body gives exactly {@link PutRequest#length()} bytes
   * @throws StoreException.PreconditionFailed if a condition does not hold
   * @throws StoreException.Conflict if another write of the object was under way: try again
   */
  WrittenObject put(PutRequest request, InputStream body) throws IOException;

  /**
   * Copies an object within the store.
   *
   * @throws StoreException.NotFound if the source is not there
   * @throws StoreException.PreconditionFailed if a condition does not hold
   */
  WrittenObject copy(CopyRequest request) throws StoreException;

  /** Deletes an object. One that is not there is no error. */
  void delete(ObjectAddress address) throws StoreException;

  /**
   * Deletes an object that is the one it is taken for, in one step.
   *
   * @param ifMatch the entity tag that the object has, as sent, quoted or not; {@code *} for any
   * @throws StoreException.PreconditionFailed if it has another, or is not there
   * @throws StoreException.Unsupported if the store cannot compare it in one step
   */
  default void delete(ObjectAddress address, String ifMatch) throws StoreException {
    throw new StoreException.Unsupported("deletions have no conditions");
  }

  /**
   * Begins an upload in parts.
   *
   * @param headers of the object, as {@link PutRequest#headers()}
   * @return the store's id of the upload
   */
  String createUpload(ObjectAddress address, Map<String, String> headers) throws StoreException;

  /**
   * Stores a part, in place of one of the same number.
   *
   * @throws StoreException.NoSuchUpload if there is no such upload
   */
  WrittenObject putPart(PartAddress part, PutRequest request, InputStream body) throws IOException;

  /**
   * Stores a part that is (a range of) another object.
   *
   * @throws StoreException.NoSuchUpload if there is no such upload
   */
  WrittenObject copyPart(PartAddress part, CopyRequest request) throws StoreException;

  /**
   * Makes the object of the parts that are named. Bytes may be sent to the client meanwhile: this
   * can take minutes.
   *
   * @throws StoreException.NoSuchUpload if there is no such upload
   * @throws StoreException.PreconditionFailed if a condition does not hold
   */
  WrittenObject completeUpload(UploadCompletion completion) throws StoreException;

  /**
   * Ends an upload and frees its parts.
   *
   * @throws StoreException.NoSuchUpload if there is no such upload
   */
  void abortUpload(ObjectAddress address, String uploadId) throws StoreException;

  /**
   * The parts of an upload in the order of their numbers.
   *
   * @param after parts above this number; 0 for all
   * @param most 1 to 1,000
   * @throws StoreException.NoSuchUpload if there is no such upload
   */
  PartPage listParts(ObjectAddress address, String uploadId, int after, int most)
      throws StoreException;

  /**
   * The tags of an object.
   *
   * @throws StoreException.NotFound if there is no such object
   */
  Map<String, String> tags(ObjectAddress address) throws StoreException;

  /**
   * Replaces the tags of an object; without any it has none.
   *
   * @throws StoreException.NotFound if there is no such object
   */
  void setTags(ObjectAddress address, Map<String, String> tags) throws StoreException;

  /**
   * The ids of the uploads in parts of one object that are under way: those that nobody noted.
   *
   * @return at most 1,000
   * @throws StoreException.Unsupported by a store that does not list them
   */
  default List<String> uploadsOf(ObjectAddress address) throws StoreException {
    throw new StoreException.Unsupported("this store does not list uploads");
  }

  /**
   * Makes a bucket.
   *
   * @return false if it is there already and is this store's own
   * @throws StoreException.Denied if the name is somebody else's
   */
  default boolean createBucket(String bucket) throws StoreException {
    throw new StoreException.Unsupported("this store makes no buckets");
  }

  /**
   * Ends a bucket that holds nothing.
   *
   * @return false if there is none
   * @throws StoreException.Conflict if it holds something
   */
  default boolean deleteBucket(String bucket) throws StoreException {
    throw new StoreException.Unsupported("this store ends no buckets");
  }
}
