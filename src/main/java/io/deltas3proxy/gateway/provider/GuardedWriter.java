package io.deltas3proxy.gateway.provider;

import io.deltas3proxy.storage.CopyRequest;
import io.deltas3proxy.storage.ObjectAddress;
import io.deltas3proxy.storage.ObjectWriter;
import io.deltas3proxy.storage.PartAddress;
import io.deltas3proxy.storage.PartPage;
import io.deltas3proxy.storage.PutRequest;
import io.deltas3proxy.storage.StoreException;
import io.deltas3proxy.storage.UploadCompletion;
import io.deltas3proxy.storage.WrittenObject;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;

/** The writer of a backend behind its guard. */
final class GuardedWriter implements ObjectWriter {

  private final ObjectWriter writer;
  private final BackendGuard guard;
  private final MissingBuckets missing;

  GuardedWriter(ObjectWriter writer, BackendGuard guard, MissingBuckets missing) {
    this.writer = writer;
    this.guard = guard;
    this.missing = missing;
  }

  @Override
  public boolean hasConditions() {
    return writer.hasConditions();
  }

  @Override
  public WrittenObject put(PutRequest request, InputStream body) throws IOException {
    String bucket = request.address().bucket();
    try {
      WrittenObject written = guard.upload(body, watched -> writer.put(request, watched));
      missing.there(bucket);
      return written;
    } catch (StoreException.NotFound e) {
      // What is being made cannot be missing itself.
      missing.missing(bucket);
      throw e;
    }
  }

  @Override
  public WrittenObject copy(CopyRequest request) throws StoreException {
    return guard.call(() -> writer.copy(request));
  }

  @Override
  public void delete(ObjectAddress address) throws StoreException {
    guard.call(() -> {
      writer.delete(address);
      return true;
    });
  }

  @Override
  public void delete(ObjectAddress address, String ifMatch) throws StoreException {
    guard.call(() -> {
      writer.delete(address, ifMatch);
      return true;
    });
  }

  @Override
  public boolean createBucket(String bucket) throws StoreException {
    boolean made = guard.call(() -> writer.createBucket(bucket));
    missing.there(bucket);
    return made;
  }

  @Override
  public boolean deleteBucket(String bucket) throws StoreException {
    return guard.call(() -> writer.deleteBucket(bucket));
  }

  @Override
  public List<String> uploadsOf(ObjectAddress address) throws StoreException {
    return guard.call(() -> writer.uploadsOf(address));
  }

  @Override
  public String createUpload(ObjectAddress address, Map<String, String> headers)
      throws StoreException {
    try {
      return guard.call(() -> writer.createUpload(address, headers));
    } catch (StoreException.NotFound e) {
      missing.missing(address.bucket());
      throw e;
    }
  }

  @Override
  public WrittenObject putPart(PartAddress part, PutRequest request, InputStream body)
      throws IOException {
    return guard.upload(body, watched -> writer.putPart(part, request, watched));
  }

  @Override
  public WrittenObject copyPart(PartAddress part, CopyRequest request) throws StoreException {
    return guard.call(() -> writer.copyPart(part, request));
  }

  @Override
  public WrittenObject completeUpload(UploadCompletion completion) throws StoreException {
    return guard.call(() -> writer.completeUpload(completion));
  }

  @Override
  public void abortUpload(ObjectAddress address, String uploadId) throws StoreException {
    guard.call(() -> {
      writer.abortUpload(address, uploadId);
      return true;
    });
  }

  @Override
  public PartPage listParts(ObjectAddress address, String uploadId, int after, int most)
      throws StoreException {
    return guard.call(() -> writer.listParts(address, uploadId, after, most));
  }

  @Override
  public Map<String, String> tags(ObjectAddress address) throws StoreException {
    return guard.call(() -> writer.tags(address));
  }

  @Override
  public void setTags(ObjectAddress address, Map<String, String> tags) throws StoreException {
    guard.call(() -> {
      writer.setTags(address, tags);
      return true;
    });
  }
}
