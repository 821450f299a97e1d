package io.deltas3proxy.s3.protocol;

import io.deltas3proxy.storage.ByteRange;
import io.deltas3proxy.storage.ObjectAddress;
import io.deltas3proxy.storage.ReadConditions;
import io.deltas3proxy.storage.ReadRequest;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What GET and HEAD of an object ask.
 *
 * @param versionId as sent; {@code null} when not
 * @param checksumMode whether stored checksums are wanted
 * @param overrides headers of the answer that the client sets by {@code response-*}, by their
 *     lower-case names
 */
public record ObjectRead(
    S3Target target,
    @Nullable String versionId,
    Selection selection,
    ReadConditions conditions,
    boolean checksumMode,
    Map<String, String> overrides) {

  public ObjectRead {
    overrides = Map.copyOf(overrides);
  }

  /**
   * Which bytes are wanted: never both a range and a part.
   *
   * @param partNumber 1 to 10,000
   */
  public record Selection(@Nullable ByteRange range, @Nullable Integer partNumber) {
    /** The whole object. */
    public static final Selection ALL = new Selection(null, null);

    public boolean isAll() {
      return range == null && partNumber == null;
    }
  }

  /** The read of the object that was found to be meant. */
  public ReadRequest request(ObjectAddress address) {
    return new ReadRequest(
        address, selection.range(), selection.partNumber(), conditions, checksumMode);
  }
}
