package io.deltas3proxy.testing;

import io.deltas3proxy.storage.CopyRequest;
import io.deltas3proxy.storage.ObjectAddress;
import io.deltas3proxy.storage.ObjectWriter;
import io.deltas3proxy.storage.PartAddress;
import io.deltas3proxy.storage.PartPage;
import io.deltas3proxy.storage.PutRequest;
import io.deltas3proxy.storage.StoreException;
import io.deltas3proxy.storage.UploadCompletion;
import io.deltas3proxy.storage.WrittenObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;

/** The writer of a {@link FaultyBackend}. */
final class FaultyWriter implements ObjectWriter {

  private final FaultyBackend backend;
  private final ObjectWriter inner;

  FaultyWriter(FaultyBackend backend, ObjectWriter inner) {
    this.backend = backend;
    this.inner = inner;
  }

  /** A write whose body has been made faulty. */
  @FunctionalInterface
  private interface Write {
    WrittenObject run(InputStream body) throws IOException;
  }

  private WrittenObject write(InputStream body, long length, Write write) throws IOException {
    FaultyBackend.Plan plan = backend.writes();
    if (plan == null) {
      return write.run(body);
    }
    if (plan.fault() == FaultyBackend.Fault.SLOW_DOWN && plan.percent() == 0) {
      throw new StoreException.Throttled("told to slow down");
    }
    if (plan.fault() == FaultyBackend.Fault.LATE) {
      byte[] bytes = body.readAllBytes();
      plan.await();
      return write.run(new ByteArrayInputStream(bytes));
    }
    try {
      WrittenObject written = write.run(new FaultyStream(body, plan, length));
      if (plan.fault() == FaultyBackend.Fault.ANSWER_LOST) {
        throw new StoreException.Indeterminate("told to lose the answer");
      }
      return written;
    } catch (StoreException e) {
      throw e;
    } catch (IOException e) {
      throw plan.fault() == FaultyBackend.Fault.SLOW_DOWN
          ? new StoreException.Throttled("told to slow down")
          : new StoreException.Unavailable("the backend failed", e);
    }
  }

  @Override
  public boolean hasConditions() {
    return inner.hasConditions();
  }

  @Override
  public WrittenObject put(PutRequest request, InputStream body) throws IOException {
    return write(body, request.length(), faulty -> inner.put(request, faulty));
  }

  @Override
  public WrittenObject copy(CopyRequest request) throws StoreException {
    return inner.copy(request);
  }

  @Override
  public void delete(ObjectAddress address) throws StoreException {
    inner.delete(address);
  }

  @Override
  public List<String> uploadsOf(ObjectAddress address) throws StoreException {
    return inner.uploadsOf(address);
  }

  @Override
  public String createUpload(ObjectAddress address, Map<String, String> headers)
      throws StoreException {
    return inner.createUpload(address, headers);
  }

  @Override
  public WrittenObject putPart(PartAddress part, PutRequest request, InputStream body)
      throws IOException {
    return write(body, request.length(), faulty -> inner.putPart(part, request, faulty));
  }

  @Override
  public WrittenObject copyPart(PartAddress part, CopyRequest request) throws StoreException {
    return inner.copyPart(part, request);
  }

  @Override
  public WrittenObject completeUpload(UploadCompletion completion) throws StoreException {
    WrittenObject written = inner.completeUpload(completion);
    FaultyBackend.Plan plan = backend.writes();
    if (plan != null && plan.fault() == FaultyBackend.Fault.ANSWER_LOST) {
      throw new StoreException.Indeterminate("told to lose the answer");
    }
    return written;
  }

  @Override
  public void abortUpload(ObjectAddress address, String uploadId) throws StoreException {
    inner.abortUpload(address, uploadId);
  }

  @Override
  public PartPage listParts(ObjectAddress address, String uploadId, int after, int most)
      throws StoreException {
    return inner.listParts(address, uploadId, after, most);
  }

  @Override
  public Map<String, String> tags(ObjectAddress address) throws StoreException {
    return inner.tags(address);
  }

  @Override
  public void setTags(ObjectAddress address, Map<String, String> tags) throws StoreException {
    inner.setTags(address, tags);
  }
}
