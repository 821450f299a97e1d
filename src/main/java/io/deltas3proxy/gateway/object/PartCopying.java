package io.deltas3proxy.gateway.object;

import io.deltas3proxy.gateway.MetadataUnavailableException;
import io.deltas3proxy.gateway.ObjectPut;
import io.deltas3proxy.gateway.RefusedPlacementException;
import io.deltas3proxy.gateway.StoredVersion;
import io.deltas3proxy.gateway.Upload;
import io.deltas3proxy.gateway.UploadedPart;
import io.deltas3proxy.gateway.VersionBody;
import io.deltas3proxy.storage.ByteRange;
import io.deltas3proxy.storage.StoreException;
import io.deltas3proxy.storage.StoreException.Invalid.Fault;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Stores parts that are (ranges of) versions. Where each place of the upload has the version too,
 * the backends copy it; else it is read once, and sent to all.
 */
final class PartCopying {

  /** The longest part: 5 GiB. */
  private static final long MOST_BYTES = 5L << 30;

  private final ObjectReading reading;
  private final UploadSearch search;
  private final PartWriting parts;

  PartCopying(ObjectReading reading, UploadSearch search, PartWriting parts) {
    this.reading = reading;
    this.search = search;
    this.parts = parts;
  }

  /** There is no body, and nobody takes over. */
  private record NoBody() implements FanOut.Course<UploadSearch.UploadPlace> {
    @Override
    public void seen(byte[] bytes, int offset, int length) {
      throw new IllegalStateException("a copy has no body");
    }

    @Override
    public void ended() {}

    @Override
    public void goesOn() {}

    @Override
    public Optional<UploadSearch.UploadPlace> replacement(UploadSearch.UploadPlace failed) {
      return Optional.empty();
    }
  }

  UploadedPart copy(
      String uploadId,
      int number,
      ObjectPut request,
      StoredVersion source,
      ByteRange.@Nullable Bounded range)
      throws IOException, RefusedPlacementException, MetadataUnavailableException {
    if (range != null && range.last() >= source.size()) {
      throw new StoreException.Invalid(Fault.INVALID_REQUEST, "a range outside of the source");
    }
    long length = range == null ? source.size() : range.last() - range.first() + 1;
    if (length > MOST_BYTES) {
      throw new StoreException.Invalid(Fault.ENTITY_TOO_LARGE, "a part of " + length + " bytes");
    }
    Upload upload = search.find(uploadId, request.target());
    List<UploadSearch.UploadPlace> places =
        search.places(upload, "UploadPartCopy", request.target().requestId());
    boolean within =
        places.stream()
            .allMatch(at -> ObjectCopying.replicaOn(source, at.place().name()).isPresent());
    if (within) {
      Optional<UploadedPart> copied =
          byStores(upload, places, new PartCopySender(number, source, range), length);
      if (copied.isPresent()) {
        return copied.get();
      }
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

  /** Empty where not all have done it, or they do not say alike what they have. */
  private Optional<UploadedPart> byStores(
      Upload upload, List<UploadSearch.UploadPlace> places, PartCopySender sender, long length)
      throws IOException, MetadataUnavailableException {
    List<FanOut.Outcome<UploadSearch.UploadPlace>> outcomes =
        new FanOut<>(sender, new NoBody(), parts.limits(upload))
            .send(places, InputStream.nullInputStream());
    Set<Optional<String>> eTags = new HashSet<>();
    outcomes.forEach(outcome -> eTags.add(Optional.ofNullable(outcome.eTag())));
    Optional<String> eTag = eTags.size() == 1 ? eTags.iterator().next() : Optional.empty();
    if (eTag.filter(tag -> FailoverBody.md5(tag) != null).isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        parts.record(upload, parts.part(sender.number(), length, eTag.get(), outcomes), outcomes));
  }
}
