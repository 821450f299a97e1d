package io.deltas3proxy.testing;

import io.deltas3proxy.storage.CopyRequest;
import io.deltas3proxy.storage.EntityTags;
import io.deltas3proxy.storage.ObjectAddress;
import io.deltas3proxy.storage.ObjectWriter;
import io.deltas3proxy.storage.PartAddress;
import io.deltas3proxy.storage.PartPage;
import io.deltas3proxy.storage.PutRequest;
import io.deltas3proxy.storage.ReadRequest;
import io.deltas3proxy.storage.StoreException;
import io.deltas3proxy.storage.UploadCompletion;
import io.deltas3proxy.storage.WriteConditions;
import io.deltas3proxy.storage.WrittenObject;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes to a store in memory, as the store is told to: with or without conditions, or lost. */
public final class MemoryObjectWriter implements ObjectWriter {

  /** What the store makes of conditions. */
  public enum Conditions {
    KEPT,
    IGNORED,
    REFUSED
  }

  /** What happens to a write after its body was read. */
  public enum Fate {
    DONE,
    /** It is done, and nobody hears of it. */
    ANSWER_LOST,
    /** It is not done, and nobody hears of it. */
    WRITE_LOST
  }

  private final MemoryObjectStore store;
  private volatile Conditions conditions = Conditions.KEPT;
  private volatile Fate fate = Fate.DONE;
  private volatile Runnable beforeEnd = () -> {};
  private volatile @Nullable StoreException deleteFailure;

  MemoryObjectWriter(MemoryObjectStore store) {
    this.store = store;
  }

  public void conditions(Conditions wanted) {
    this.conditions = wanted;
  }

  public void fate(Fate wanted) {
    this.fate = wanted;
  }

  /** Runs something after a body was read, before the object is there. */
  public void beforeEnd(Runnable action) {
    this.beforeEnd = action;
  }

  @Override
  public boolean hasConditions() {
    return conditions == Conditions.KEPT;
  }

  @Override
  public WrittenObject put(PutRequest request, InputStream body) throws IOException {
    boolean conditional = !request.conditions().equals(WriteConditions.NONE);
    if (conditional && conditions == Conditions.REFUSED) {
      throw new StoreException.Unsupported("conditions");
    }
    byte[] content = body.readAllBytes();
    if (content.length != request.length()) {
      throw new StoreException.Invalid(
          StoreException.Invalid.Fault.INCOMPLETE_BODY, "a body of " + content.length);
    }
    beforeEnd.run();
    synchronized (store) {
      if (conditional && conditions == Conditions.KEPT) {
        require(request);
      }
      if (fate != Fate.WRITE_LOST) {
        store.put(request.address().key(), content, request.headers());
      }
      if (fate != Fate.DONE) {
        throw new StoreException.Indeterminate("the answer was lost");
      }
      return written(request.address());
    }
  }

  private WrittenObject written(ObjectAddress address) throws StoreException {
    return new WrittenObject(store.head(ReadRequest.whole(address)).info().eTag(), null, Map.of());
  }

  private void require(PutRequest request) throws StoreException {
    String wanted = request.conditions().ifMatch();
    try {
      String found = store.head(ReadRequest.whole(request.address())).info().eTag();
      if (wanted == null || !EntityTags.parse(wanted).matchesStrongly(found)) {
        throw new StoreException.PreconditionFailed("there is one");
      }
    } catch (StoreException.NotFound e) {
      if (wanted != null) {
        throw new StoreException.PreconditionFailed("there is none");
      }
    }
  }

  /** Lets every deletion fail; {@code null} ends that. */
  public void failDeletesWith(@Nullable StoreException failure) {
    this.deleteFailure = failure;
  }

  @Override
  public void delete(ObjectAddress address) throws StoreException {
    StoreException planned = deleteFailure;
    if (planned != null) {
      throw planned;
    }
    store.remove(address.key());
  }

  @Override
  public void delete(ObjectAddress address, String ifMatch) throws StoreException {
    if (conditions == Conditions.REFUSED) {
      throw new StoreException.Unsupported("conditions");
    }
    synchronized (store) {
      if (conditions == Conditions.KEPT) {
        require(new PutRequest(address, 0, Map.of(), new WriteConditions(false, ifMatch), null));
      }
      store.remove(address.key());
    }
  }

  @Override
  public WrittenObject copy(CopyRequest request) throws StoreException {
    throw unsupported();
  }

  @Override
  public String createUpload(ObjectAddress address, Map<String, String> headers)
      throws StoreException {
    throw unsupported();
  }

  @Override
  public WrittenObject putPart(PartAddress part, PutRequest request, InputStream body)
      throws IOException {
    throw unsupported();
  }

  @Override
  public WrittenObject copyPart(PartAddress part, CopyRequest request) throws StoreException {
    throw unsupported();
  }

  @Override
  public WrittenObject completeUpload(UploadCompletion completion) throws StoreException {
    throw unsupported();
  }

  @Override
  public void abortUpload(ObjectAddress address, String uploadId) throws StoreException {
    throw unsupported();
  }

  @Override
  public PartPage listParts(ObjectAddress address, String uploadId, int after, int most)
      throws StoreException {
    throw unsupported();
  }

  @Override
  public Map<String, String> tags(ObjectAddress address) throws StoreException {
    throw unsupported();
  }

  @Override
  public void setTags(ObjectAddress address, Map<String, String> tags) throws StoreException {
    throw unsupported();
  }

  private static StoreException unsupported() {
    return new StoreException.Unsupported("only whole objects are written to this store");
  }
}
