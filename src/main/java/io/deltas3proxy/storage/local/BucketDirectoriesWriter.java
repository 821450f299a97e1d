package io.deltas3proxy.storage.local;

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
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Changes objects in the buckets of {@link BucketDirectories}. */
final class BucketDirectoriesWriter implements ObjectWriter {

  private final BucketDirectories buckets;
  private final ObjectWriter files;

  BucketDirectoriesWriter(BucketDirectories buckets, ObjectWriter files) {
    this.buckets = buckets;
    this.files = files;
  }

  @Override
  public boolean hasConditions() {
    return files.hasConditions();
  }

  @Override
  public WrittenObject put(PutRequest request, InputStream body) throws IOException {
    return files.put(inside(request), body);
  }

  private PutRequest inside(PutRequest request) throws StoreException {
    return new PutRequest(
        buckets.inside(request.address()),
        request.length(),
        request.headers(),
        request.conditions(),
        request.trailer());
  }

  private CopyRequest inside(CopyRequest request) throws StoreException {
    return new CopyRequest(
        buckets.inside(request.source()),
        buckets.inside(request.target()),
        request.range(),
        request.sourceConditions(),
        request.headers(),
        request.conditions());
  }

  @Override
  public WrittenObject copy(CopyRequest request) throws StoreException {
    return files.copy(inside(request));
  }

  @Override
  public void delete(ObjectAddress address) throws StoreException {
    files.delete(buckets.inside(address));
  }

  @Override
  public String createUpload(ObjectAddress address, Map<String, String> headers)
      throws StoreException {
    return files.createUpload(buckets.inside(address), headers);
  }

  @Override
  public WrittenObject putPart(PartAddress part, PutRequest request, InputStream body)
      throws IOException {
    return files.putPart(part, inside(request), body);
  }

  @Override
  public WrittenObject copyPart(PartAddress part, CopyRequest request) throws StoreException {
    return files.copyPart(part, inside(request));
  }

  @Override
  public WrittenObject completeUpload(UploadCompletion completion) throws StoreException {
    return files.completeUpload(
        new UploadCompletion(
            buckets.inside(completion.address()),
            completion.uploadId(),
            completion.parts(),
            completion.headers(),
            completion.conditions()));
  }

  @Override
  public void abortUpload(ObjectAddress address, String uploadId) throws StoreException {
    files.abortUpload(buckets.inside(address), uploadId);
  }

  @Override
  public PartPage listParts(ObjectAddress address, String uploadId, int after, int most)
      throws StoreException {
    return files.listParts(buckets.inside(address), uploadId, after, most);
  }

  @Override
  public Map<String, String> tags(ObjectAddress address) throws StoreException {
    return files.tags(buckets.inside(address));
  }

  @Override
  public void setTags(ObjectAddress address, Map<String, String> tags) throws StoreException {
    files.setTags(buckets.inside(address), tags);
  }

  @Override
  public boolean createBucket(String bucket) throws StoreException {
    Path directory = buckets.directoryOf(bucket);
    try {
      Files.createDirectory(directory);
      return true;
    } catch (FileAlreadyExistsException e) {
      return false;
    } catch (IOException e) {
      throw new StoreException.Unavailable("bucket " + bucket + " cannot be made", e);
    }
  }

  @Override
  public boolean deleteBucket(String bucket) throws StoreException {
    Path directory = buckets.directoryOf(bucket);
    try {
      return Files.deleteIfExists(directory);
    } catch (DirectoryNotEmptyException e) {
      throw new StoreException.Conflict("bucket " + bucket + " holds something");
    } catch (IOException e) {
      throw new StoreException.Unavailable("bucket " + bucket + " cannot be ended", e);
    }
  }
}
