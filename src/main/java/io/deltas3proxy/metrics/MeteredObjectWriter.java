package io.deltas3proxy.metrics;

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

/** Measures the writes of a store and changes nothing of them. */
final class MeteredObjectWriter implements ObjectWriter {

  private final ObjectWriter writer;
  private final CallMeter meter;

  MeteredObjectWriter(ObjectWriter writer, CallMeter meter) {
    this.writer = writer;
    this.meter = meter;
  }

  @Override
  public boolean hasConditions() {
    return writer.hasConditions();
  }

  @Override
  public WrittenObject put(PutRequest request, InputStream body) throws IOException {
    return meter.upload("put", body, counted -> writer.put(request, counted));
  }

  @Override
  public WrittenObject copy(CopyRequest request) throws StoreException {
    return meter.call("copy", () -> writer.copy(request));
  }

  @Override
  public void delete(ObjectAddress address) throws StoreException {
    meter.run("delete", () -> writer.delete(address));
  }

  @Override
  public boolean createBucket(String bucket) throws StoreException {
    return meter.call("create_bucket", () -> writer.createBucket(bucket));
  }

  @Override
  public boolean deleteBucket(String bucket) throws StoreException {
    return meter.call("delete_bucket", () -> writer.deleteBucket(bucket));
  }

  @Override
  public void delete(ObjectAddress address, String ifMatch) throws StoreException {
    meter.run("delete", () -> writer.delete(address, ifMatch));
  }

  @Override
  public List<String> uploadsOf(ObjectAddress address) throws StoreException {
    return meter.call("list_uploads", () -> writer.uploadsOf(address));
  }

  @Override
  public String createUpload(ObjectAddress address, Map<String, String> headers)
      throws StoreException {
    return meter.call("create_upload", () -> writer.createUpload(address, headers));
  }

  @Override
  public WrittenObject putPart(PartAddress part, PutRequest request, InputStream body)
      throws IOException {
    return meter.upload("put_part", body, counted -> writer.putPart(part, request, counted));
  }

  @Override
  public WrittenObject copyPart(PartAddress part, CopyRequest request) throws StoreException {
    return meter.call("copy_part", () -> writer.copyPart(part, request));
  }

  @Override
  public WrittenObject completeUpload(UploadCompletion completion) throws StoreException {
    return meter.call("complete_upload", () -> writer.completeUpload(completion));
  }

  @Override
  public void abortUpload(ObjectAddress address, String uploadId) throws StoreException {
    meter.run("abort_upload", () -> writer.abortUpload(address, uploadId));
  }

  @Override
  public PartPage listParts(ObjectAddress address, String uploadId, int after, int most)
      throws StoreException {
    return meter.call("list_parts", () -> writer.listParts(address, uploadId, after, most));
  }

  @Override
  public Map<String, String> tags(ObjectAddress address) throws StoreException {
    return meter.call("get_tags", () -> writer.tags(address));
  }

  @Override
  public void setTags(ObjectAddress address, Map<String, String> tags) throws StoreException {
    meter.run("set_tags", () -> writer.setTags(address, tags));
  }
}
