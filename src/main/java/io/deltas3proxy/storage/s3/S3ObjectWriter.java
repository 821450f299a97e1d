package io.deltas3proxy.storage.s3;

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

/** Changes a store as one set of credentials may. */
final class S3ObjectWriter implements ObjectWriter {

  private final ObjectChanges changes;
  private final ObjectUploads uploads;
  private final ObjectTags tags;
  private final BucketCreation buckets;
  private final UploadLister lister;

  S3ObjectWriter(CallSender sender, BucketCreation buckets, UploadLister lister) {
    this.lister = lister;
    this.buckets = buckets;
    this.changes = new ObjectChanges(sender);
    this.uploads = new ObjectUploads(sender);
    this.tags = new ObjectTags(sender);
  }

  /** S3 does; of a server that only speaks its protocol nobody can know it without a test. */
  @Override
  public boolean hasConditions() {
    return true;
  }

  @Override
  public WrittenObject put(PutRequest request, InputStream body) throws IOException {
    return changes.put(request, body);
  }

  @Override
  public WrittenObject copy(CopyRequest request) throws StoreException {
    return changes.copy(request);
  }

  @Override
  public void delete(ObjectAddress address) throws StoreException {
    changes.delete(address);
  }

  @Override
  public boolean createBucket(String bucket) throws StoreException {
    return buckets.create(bucket);
  }

  @Override
  public boolean deleteBucket(String bucket) throws StoreException {
    return buckets.delete(bucket);
  }

  @Override
  public void delete(ObjectAddress address, String ifMatch) throws StoreException {
    changes.delete(address, ifMatch);
  }

  @Override
  public List<String> uploadsOf(ObjectAddress address) throws StoreException {
    return lister.list(address);
  }

  @Override
  public String createUpload(ObjectAddress address, Map<String, String> headers)
      throws StoreException {
    return uploads.create(address, headers);
  }

  @Override
  public WrittenObject putPart(PartAddress part, PutRequest request, InputStream body)
      throws IOException {
    return uploads.put(part, request, body);
  }

  @Override
  public WrittenObject copyPart(PartAddress part, CopyRequest request) throws StoreException {
    return uploads.copy(part, request);
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
    return tags.get(address);
  }

  @Override
  public void setTags(ObjectAddress address, Map<String, String> replacement)
      throws StoreException {
    tags.set(address, replacement);
  }
}
