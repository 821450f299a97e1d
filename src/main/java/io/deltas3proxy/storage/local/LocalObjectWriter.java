package io.deltas3proxy.storage.local;

import io.deltas3proxy.storage.CopyRequest;
import io.deltas3proxy.storage.ObjectAddress;
import io.deltas3proxy.storage.ObjectStore;
import io.deltas3proxy.storage.ObjectWriter;
import io.deltas3proxy.storage.PartAddress;
import io.deltas3proxy.storage.PartPage;
import io.deltas3proxy.storage.PutRequest;
import io.deltas3proxy.storage.StoreException;
import io.deltas3proxy.storage.StoreException.Invalid.Fault;
import io.deltas3proxy.storage.UploadCompletion;
import io.deltas3proxy.storage.WriteConditions;
import io.deltas3proxy.storage.WrittenObject;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;

/**
 * Writes files below the roots. A file is written under another name where nobody looks, forced to
 * the disk, and gets its name in one step; its directory is forced before the answer. What comes
 * after a link in a path, or is no name to the file system, is refused.
 */
final class LocalObjectWriter implements ObjectWriter {

  /** The MD5 of nothing, as S3 tags an object without bytes. */
  private static final String EMPTY_TAG = "\"d41d8cd98f00b204e9800998ecf8427e\"";

  private final Places places;
  private final Publication publication;
  private final LocalCopies copies;
  private final LocalUploads uploads;

  LocalObjectWriter(ObjectStore store, Roots roots, Clock clock) {
    this.places = new Places(roots, clock);
    this.publication = new Publication(roots);
    this.copies = new LocalCopies(store);
    this.uploads = new LocalUploads(places, publication);
  }

  @Override
  public boolean hasConditions() {
    return true;
  }

  @Override
  public WrittenObject put(PutRequest request, InputStream body) throws IOException {
    if (request.address().key().endsWith("/")) {
      return putDirectory(request, body);
    }
    FileHeaders.kept(request.headers());
    Place place = places.make(request.address());
    try (StagedFile file = StagedFile.create(place.staging())) {
      Map<String, String> checksums = file.write(request, body);
      FileState state = file.seal(request.headers(), checksums);
      publication.publish(file, place, request.conditions());
      return new WrittenObject(state.eTag(), null, checksums);
    }
  }

  /** A marker of a directory is that directory; it is not listed while nothing is in it. */
  private WrittenObject putDirectory(PutRequest request, InputStream body) throws IOException {
    if (!request.conditions().equals(WriteConditions.NONE)) {
      throw new StoreException.Unsupported("a directory has no conditions");
    }
    if (request.length() > 0) {
      throw LocalFailures.unfit("a directory has no bytes", request.address().key());
    }
    BodyDigests digests = new BodyDigests(request);
    if (body.read() >= 0) {
      throw new StoreException.Invalid(Fault.INVALID_REQUEST, "the body is longer than named");
    }
    Map<String, String> checksums = digests.finish();
    places.makeDirectory(request.address());
    return new WrittenObject(EMPTY_TAG, null, checksums);
  }

  @Override
  public WrittenObject copy(CopyRequest request) throws StoreException {
    if (request.target().key().endsWith("/")) {
      throw LocalFailures.unfit("a directory is not copied to", request.target().key());
    }
    try (LocalCopies.Source source = copies.open(request)) {
      FileHeaders.kept(source.request().headers());
      Place place = places.make(request.target());
      try (StagedFile file = StagedFile.create(place.staging())) {
        Map<String, String> checksums = file.write(source.request(), source.body());
        FileState state = file.seal(source.request().headers(), checksums);
        publication.publish(file, place, request.conditions());
        return new WrittenObject(state.eTag(), state.lastModified(), checksums);
      }
    } catch (IOException e) {
      throw LocalFailures.reading(e, "/" + request.source().key());
    }
  }

  @Override
  public void delete(ObjectAddress address) throws StoreException {
    Optional<Place> place = places.find(address);
    if (place.isPresent()) {
      publication.remove(place.get());
    }
  }

  @Override
  public void delete(ObjectAddress address, String ifMatch) throws StoreException {
    Place place =
        places
            .find(address)
            .orElseThrow(() -> new StoreException.PreconditionFailed("no file /" + address.key()));
    publication.remove(place, ifMatch);
  }

  @Override
  public String createUpload(ObjectAddress address, Map<String, String> headers)
      throws StoreException {
    return uploads.create(address, FileHeaders.kept(headers));
  }

  @Override
  public WrittenObject putPart(PartAddress part, PutRequest request, InputStream body)
      throws IOException {
    return uploads.putPart(part, request, body);
  }

  @Override
  public WrittenObject copyPart(PartAddress part, CopyRequest request) throws StoreException {
    uploads.require(request.target(), part.uploadId());
    try (LocalCopies.Source source = copies.open(request)) {
      return uploads.putPart(part, source.request(), source.body());
    } catch (IOException e) {
      throw LocalFailures.reading(e, "/" + request.source().key());
    }
  }

  @Override
  public WrittenObject completeUpload(UploadCompletion completion) throws StoreException {
    return uploads.complete(completion);
  }

  @Override
  public void abortUpload(ObjectAddress address, String uploadId) throws StoreException {
    uploads.abort(address, uploadId);
  }

  @Override
  public PartPage listParts(ObjectAddress address, String uploadId, int after, int most)
      throws StoreException {
    return uploads.list(address, uploadId, after, most);
  }

  @Override
  public Map<String, String> tags(ObjectAddress address) throws StoreException {
    throw new StoreException.Unsupported("files have no tags");
  }

  @Override
  public void setTags(ObjectAddress address, Map<String, String> tags) throws StoreException {
    throw new StoreException.Unsupported("files have no tags");
  }
}
