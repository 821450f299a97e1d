package io.deltas3proxy.s3.protocol;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The document of DeleteObjects.
 *
 * @param quiet whether only what failed is to be told
 */
public record DeletionRequest(boolean quiet, List<Entry> entries) {

  /** Most objects of one request. */
  public static final int MOST = 1000;

  /**
   * One object.
   *
   * @param key as it stands, not checked
   * @param versionId as it stands; {@code null} for none
   * @param refusal why it is not deleted, whatever the caller may; {@code null} for no reason
   */
  public record Entry(String key, @Nullable String versionId, @Nullable S3ErrorCode refusal) {}

  public DeletionRequest {
    entries = List.copyOf(entries);
  }
}
