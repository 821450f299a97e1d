package io.deltas3proxy.gateway;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Uploads in parts. They end by {@link ObjectVersions#commit} with their id, or by abortion. */
public interface Uploads {

  /** Records an upload before any backend knows of it. */
  void create(Upload upload) throws MetadataUnavailableException;

  Optional<Upload> find(String uploadId) throws MetadataUnavailableException;

  /**
   * Notes what a backend calls the upload, or that it is dropped there; one that the upload does
   * not have yet is added.
   */
  void backend(String uploadId, Upload.BackendUpload backend) throws MetadataUnavailableException;

  /**
   * Notes a part, in place of one of the same number.
   *
   * @return false if the upload is over
   */
  boolean part(String uploadId, UploadedPart part) throws MetadataUnavailableException;

  /**
   * Parts in the order of their numbers.
   *
   * @param after parts above this number
   * @param most 1 to 10,000
   */
  List<UploadedPart> parts(String uploadId, int after, int most)
      throws MetadataUnavailableException;

  /** The version that an upload has become, if it has; told for some days. */
  Optional<StoredVersion> completed(String uploadId) throws MetadataUnavailableException;

  /** Gives an upload up: nobody may add to it; it is among {@link #collectable}. */
  boolean abort(String uploadId) throws MetadataUnavailableException;

  /**
   * Uploads under way, in the order of keys, then of ids.
   *
   * @param keyMarker keys after it, or the key itself where an id is named too; empty for all
   * @param most 1 to 1,001
   */
  List<Upload> list(
      String bucket, String prefix, String keyMarker, @Nullable String uploadIdMarker, int most)
      throws MetadataUnavailableException;

  /** Aborted, completed (their dropped backends), or begun before a time: to be freed. */
  List<Upload> collectable(Instant begunBefore, int most) throws MetadataUnavailableException;

  /** Ends the rows of an upload: no backend holds anything of it any more. */
  void forget(String uploadId) throws MetadataUnavailableException;
}
