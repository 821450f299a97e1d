package io.deltas3proxy.gateway.object;

import io.deltas3proxy.gateway.MetadataUnavailableException;
import io.deltas3proxy.gateway.ObjectPut;
import io.deltas3proxy.gateway.RefusedPlacementException;
import io.deltas3proxy.gateway.Upload;
import io.deltas3proxy.gateway.UploadedPart;
import io.deltas3proxy.gateway.Uploads;
import io.deltas3proxy.storage.PartAddress;
import io.deltas3proxy.storage.StoreException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Stores parts of uploads, at all places of the upload at once. */
final class PartWriting {

  private static final Logger LOG = LoggerFactory.getLogger(PartWriting.class);

  private final Uploads uploads;
  private final UploadSearch search;
  private final Duration delay;
  private final Clock clock;

  PartWriting(Uploads uploads, UploadSearch search, Duration delay, Clock clock) {
    this.uploads = uploads;
    this.search = search;
    this.delay = delay;
    this.clock = clock;
  }

  /** Follows the body of a part. */
  private record PartCourse(BodyDigest digest) implements FanOut.Course<UploadSearch.UploadPlace> {
    @Override
    public void seen(byte[] bytes, int offset, int length) {
      digest.update(bytes, offset, length);
    }

    @Override
    public void ended() throws IOException {
      digest.end();
    }

    @Override
    public void goesOn() {}

    /** A place that has not all parts is of no use. */
    @Override
    public Optional<UploadSearch.UploadPlace> replacement(UploadSearch.UploadPlace failed) {
      return Optional.empty();
    }
  }

  UploadedPart put(String uploadId, int number, ObjectPut request, InputStream body)
      throws IOException, RefusedPlacementException, MetadataUnavailableException {
    if (number < 1 || number > PartAddress.MOST) {
      throw new StoreException.Invalid(
          StoreException.Invalid.Fault.INVALID_REQUEST, "a part has a number from 1 to 10,000");
    }
    Upload upload = search.find(uploadId, request.target());
    BodyDigest digest = new BodyDigest(request.length(), request.headers(), request.trailer());
    PartSender sender =
        new PartSender(number, request.length(), StoredHeaders.digests(request.headers()), digest);
    List<FanOut.Outcome<UploadSearch.UploadPlace>> outcomes =
        new FanOut<>(sender, new PartCourse(digest), limits(upload))
            .send(search.places(upload, "UploadPart", request.target().requestId()), body);
    requireEnough(upload, outcomes);
    BodyDigest.Body content = digest.body();
    UploadedPart part = part(number, content.length(), content.eTag(), outcomes);
    return record(upload, part.with(elements(content.checksums())), outcomes);
  }

  FanOut.Limits limits(Upload upload) {
    return new FanOut.Limits(search.fewest(upload), delay);
  }

  /** A part that was stored now, as far as places have it. */
  UploadedPart part(
      int number, long size, String eTag, List<FanOut.Outcome<UploadSearch.UploadPlace>> outcomes) {
    Map<String, String> onBackends = new HashMap<>();
    for (FanOut.Outcome<UploadSearch.UploadPlace> outcome : outcomes) {
      String given = outcome.eTag();
      if (given != null) {
        onBackends.put(outcome.place().place().name(), given);
      }
    }
    return new UploadedPart(
        number, size, eTag, Instant.ofEpochMilli(clock.millis()), Map.of(), onBackends);
  }

  private void requireEnough(Upload upload, List<FanOut.Outcome<UploadSearch.UploadPlace>> outcomes)
      throws StoreException {
    int stored = 0;
    boolean throttled = !outcomes.isEmpty();
    for (FanOut.Outcome<UploadSearch.UploadPlace> outcome : outcomes) {
      if (outcome.eTag() == null) {
        Exception failure = outcome.failure();
        throttled &= failure instanceof StoreException.Throttled;
        LOG.info("Backend {} has not a part: {}", outcome.place().place().name(), failure);
      } else {
        stored++;
      }
    }
    if (stored < search.fewest(upload)) {
      String message = "too few backends took the part";
      throw throttled
          ? new StoreException.Throttled(message)
          : new StoreException.Unavailable(message);
    }
  }

  /** Records a part, but first who has not got it: nobody may be taken for complete who is not. */
  UploadedPart record(
      Upload upload, UploadedPart part, List<FanOut.Outcome<UploadSearch.UploadPlace>> outcomes)
      throws MetadataUnavailableException, StoreException {
    for (FanOut.Outcome<UploadSearch.UploadPlace> outcome : outcomes) {
      if (outcome.eTag() == null) {
        UploadSearch.UploadPlace at = outcome.place();
        uploads.backend(
            upload.uploadId(), new Upload.BackendUpload(at.place().name(), at.backendId(), true));
      }
    }
    if (!uploads.part(upload.uploadId(), part)) {
      outcomes.forEach(outcome -> free(outcome.place()));
      throw new StoreException.NoSuchUpload("the upload has ended meanwhile");
    }
    return part;
  }

  /** The upload was ended while the part was on its way: the backend may hold it still. */
  private static void free(UploadSearch.UploadPlace at) {
    try {
      at.place().writer().abortUpload(at.place().address(), at.backendId());
    } catch (StoreException.NoSuchUpload e) {
      // As it should be.
      return;
    } catch (StoreException e) {
      LOG.warn(
          "A part of an ended upload may be left on {}: {}", at.place().name(), e.getMessage());
    }
  }

  /** From {@code x-amz-checksum-crc32} to {@code ChecksumCRC32}. */
  private static Map<String, String> elements(Map<String, String> checksums) {
    Map<String, String> elements = new HashMap<>();
    checksums.forEach((header, value) ->
        elements.put(
            "Checksum" + header.substring(header.lastIndexOf('-') + 1).toUpperCase(Locale.ROOT),
            value));
    return elements;
  }
}
