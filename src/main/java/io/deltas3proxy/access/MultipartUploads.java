package io.deltas3proxy.access;

import io.deltas3proxy.accounts.AccountsUnavailableException;
import io.deltas3proxy.storage.ObjectAddress;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The uploads in parts that are under way. All instances share them. Every method fails with {@link
 * AccountsUnavailableException} when the database does not answer.
 */
public interface MultipartUploads {

  /**
   * An upload.
   *
   * @param id ours, which clients know; nobody can guess it
   * @param store name of the store
   * @param writer whose it is; empty for everybody anonymous
   * @param backendId what the store calls it
   */
  record Upload(
      String id,
      String store,
      ObjectAddress address,
      String writer,
      String backendId,
      Instant begun) {}

  /**
   * Keys of a bucket, and where a page of a listing begins.
   *
   * @param store name of the store
   * @param prefix that the keys begin with
   * @param afterKey uploads of keys above this one, in the order of their UTF-8 bytes; empty for
   *     all
   * @param afterId uploads of that key with greater ids as well; empty for none of it
   */
  record Page(String store, String bucket, String prefix, String afterKey, String afterId) {}

  /** Remembers an upload that the store has begun, under a new id. */
  Upload create(String store, ObjectAddress address, String writer, String backendId)
      throws AccountsUnavailableException;

  /**
   * The upload of that id.
   *
   * @return empty for another's, and for one of another object
   */
  Optional<Upload> find(String id, String store, ObjectAddress address, String writer)
      throws AccountsUnavailableException;

  /**
   * A writer's uploads in the order of their keys, those of one key in the order of their ids.
   *
   * @param most at least 1
   */
  List<Upload> list(Page page, String writer, int most) throws AccountsUnavailableException;

  /**
   * Forgets an upload.
   *
   * @return whether it was known until now
   */
  boolean delete(String id) throws AccountsUnavailableException;

  /** Uploads that began before a moment, whosever they are, the oldest first. */
  List<Upload> older(Instant moment, int most) throws AccountsUnavailableException;
}
