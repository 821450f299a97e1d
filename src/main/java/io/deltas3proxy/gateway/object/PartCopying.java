package io.deltas3proxy.gateway.object;

import io.deltas3proxy.gateway.MetadataUnavailableException;
import io.deltas3proxy.gateway.ObjectPut;
import io.deltas3proxy.gateway.StoredVersion;
import io.deltas3proxy.gateway.UploadedPart;
import io.deltas3proxy.gateway.VersionBody;
import io.deltas3proxy.storage.ByteRange;
import io.deltas3proxy.storage.StoreException;
import io.deltas3proxy.storage.StoreException.Invalid.Fault;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Stores parts that are (ranges of) versions: read once, and sent to all places of the upload. */
final class PartCopying {

  /** The longest part: 5 GiB. */
  private static final long MOST_BYTES = 5L << 30;

  private final ObjectReading reading;
  private final PartWriting parts;

  PartCopying(ObjectReading reading, PartWriting parts) {
    this.reading = reading;
    this.parts = parts;
  }

  UploadedPart copy(
      String uploadId,
      int number,
      ObjectPut request,
      StoredVersion source,
      ByteRange.@Nullable Bounded range)
      throws IOException, MetadataUnavailableException {
    if (range != null && range.last() >= source.size()) {
      throw new StoreException.Invalid(Fault.INVALID_REQUEST, "a range outside of the source");
    }
    long length = range == null ? source.size() : range.last() - range.first() + 1;
    if (length > MOST_BYTES) {
      throw new StoreException.Invalid(Fault.ENTITY_TOO_LARGE, "a part of " + length + " bytes");
    }
    ObjectPut put =
        new ObjectPut(
            request.target(),
            length,
            Map.of(),
            Map.of(),
            request.protection(),
            request.conditions());
    try (VersionBody body = reading.open(source, range)) {
      return parts.put(uploadId, number, put, body.body());
    }
  }
}
