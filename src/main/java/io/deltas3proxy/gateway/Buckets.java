package io.deltas3proxy.gateway;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The logical buckets. */
public interface Buckets {

  /** The bucket that a name in a request means. */
  Optional<GatewayBucket> find(String name) throws MetadataUnavailableException;

  /** All, in the order of their names' UTF-8 bytes. */
  List<GatewayBucket> all() throws MetadataUnavailableException;

  /**
   * @return false if there is one of this name already
   */
  boolean create(GatewayBucket bucket) throws MetadataUnavailableException;

  /**
   * Turns locks of a bucket on, for good, with another retention of new versions.
   *
   * @param retention {@code null} for none
   * @return false if it is no bucket that requests may change
   */
  boolean lock(String name, GatewayBucket.@Nullable DefaultRetention retention)
      throws MetadataUnavailableException;

  /** Ends a bucket that holds nothing: no version, no marker, no upload. */
  Removal remove(String name) throws MetadataUnavailableException;

  /** How the end of a bucket went. */
  enum Removal {
    REMOVED,
    NOT_EMPTY,
    MISSING
  }
}
