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
import java.util.Map;

/** Measures the changes of a store and changes nothing of them. */
final class MeteredObjectWriter implements ObjectWriter {

  /** One call of the store that takes no body. */
  interface Call<T> {
    T run() throws StoreException;
  }

  /** One call of the store that reads a body. */
  interface Upload<T> {
    T run() throws IOException;
  }

  /** Measures calls. */
  interface Meter {
    <T> T call(String operation, Call<T> call) throws StoreException;

    <T> T upload(String operation, Upload<T> upload) throws IOException;
  }

  private final ObjectWriter writer;
  private final Meter meter;

  MeteredObjectWriter(ObjectWriter writer, Meter meter) {
    this.writer = writer;
    this.meter = meter;
  }

  @Override
  public boolean hasConditions() {
    return writer.hasConditions();
  }

  @Override
  public WrittenObject put(PutRequest request, InputStream body) throws IOException {
    return meter.upload("put", () -> writer.put(request, body));
  }

  @Override
  public WrittenObject copy(CopyRequest request) throws StoreException {
    return meter.call("copy", () -> writer.copy(request));
  }

  @Override
  public void delete(ObjectAddress address) throws StoreException {
    meter.call(
        "delete",
        () -> {
          writer.delete(address);
          return true;
        });
  }

  @Override
  public String createUpload(ObjectAddress address, Map<String, String> headers)
      throws StoreException {
    return meter.call("createUpload", () -> writer.createUpload(address, headers));
  }

  @Override
  public WrittenObject putPart(PartAddress part, PutRequest request, InputStream body)
      throws IOException {
    return meter.upload("putPart", () -> writer.putPart(part, request, body));
  }

  @Override
  public WrittenObject copyPart(PartAddress part, CopyRequest request) throws StoreException {
    return meter.call("copyPart", () -> writer.copyPart(part, request));
  }

  @Override
  public WrittenObject completeUpload(UploadCompletion completion) throws StoreException {
    return meter.call("completeUpload", () -> writer.completeUpload(completion));
  }

  @Override
  public void abortUpload(ObjectAddress address, String uploadId) throws StoreException {
    meter.call(
        "abortUpload",
        () -> {
          writer.abortUpload(address, uploadId);
          return true;
        });
  }

  @Override
  public PartPage listParts(ObjectAddress address, String uploadId, int after, int most)
      throws StoreException {
    return meter.call("listParts", () -> writer.listParts(address, uploadId, after, most));
  }

  @Override
  public Map<String, String> tags(ObjectAddress address) throws StoreException {
    return meter.call("tags", () -> writer.tags(address));
  }

  @Override
  public void setTags(ObjectAddress address, Map<String, String> tags) throws StoreException {
    meter.call(
        "setTags",
        () -> {
          writer.setTags(address, tags);
          return true;
        });
  }
}
