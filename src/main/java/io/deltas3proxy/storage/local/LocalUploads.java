package io.deltas3proxy.storage.local;

import io.deltas3proxy.storage.ObjectAddress;
import io.deltas3proxy.storage.PartAddress;
import io.deltas3proxy.storage.PartPage;
import io.deltas3proxy.storage.PutRequest;
import io.deltas3proxy.storage.StoreException;
import io.deltas3proxy.storage.UploadCompletion;
import io.deltas3proxy.storage.WrittenObject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Uploads in parts: each a private directory of the root that its object will be in. */
final class LocalUploads {

  private final Places places;
  private final Publication publication;

  LocalUploads(Places places, Publication publication) {
    this.places = places;
    this.publication = publication;
  }

  String create(ObjectAddress address, Map<String, String> headers) throws StoreException {
    Staging staging = places.staging(places.make(address).parent());
    return new UploadRooms(staging).create(address, headers);
  }

  /**
   * Finds an upload.
   *
   * @throws StoreException.NoSuchUpload when there is none of this key
   */
  UploadDirectory require(ObjectAddress address, String id) throws StoreException {
    Place place =
        places.find(address).orElseThrow(() -> new StoreException.NoSuchUpload("no such upload"));
    return new UploadRooms(place.staging()).find(address, id);
  }

  WrittenObject putPart(PartAddress part, PutRequest request, InputStream body) throws IOException {
    UploadDirectory upload = require(request.address(), part.uploadId());
    try (StagedFile file = StagedFile.create(upload.staging())) {
      Map<String, String> checksums = file.write(request, body);
      FileState state = file.seal(Map.of(), checksums);
      upload.take(file, part.number());
      return new WrittenObject(state.eTag(), state.lastModified(), checksums);
    }
  }

  PartPage list(ObjectAddress address, String id, int after, int most) throws StoreException {
    UploadDirectory upload = require(address, id);
    List<PartPage.StoredPart> parts = new ArrayList<>();
    boolean more = false;
    for (int number : upload.numbers()) {
      if (number > after && parts.size() == most) {
        more = true;
      } else if (number > after && !more) {
        parts.add(upload.describe(number));
      }
    }
    return new PartPage(parts, more);
  }

  WrittenObject complete(UploadCompletion completion) throws StoreException {
    UploadDirectory upload = require(completion.address(), completion.uploadId());
    Place place = places.make(completion.address());
    try (StagedFile file = StagedFile.create(upload.staging())) {
      Map<String, String> checksums = new UploadAssembly(upload, completion).into(file);
      FileState state = file.seal(upload.headers(), checksums);
      publication.publish(file, place, completion.conditions());
      upload.delete();
      return new WrittenObject(state.eTag(), state.lastModified(), checksums);
    }
  }

  void abort(ObjectAddress address, String id) throws StoreException {
    require(address, id).delete();
  }

  /** What it means that a file of an upload is away. */
  static StoreException gone(IOException cause, Path path) {
    return cause instanceof NoSuchFileException
        ? new StoreException.NoSuchUpload("ended meanwhile: " + path)
        : LocalFailures.writing(cause, path);
  }
}
