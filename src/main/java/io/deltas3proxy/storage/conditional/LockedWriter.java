package io.deltas3proxy.storage.conditional;

import io.deltas3proxy.storage.CopyRequest;
import io.deltas3proxy.storage.EntityTags;
import io.deltas3proxy.storage.ObjectAddress;
import io.deltas3proxy.storage.ObjectStore;
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

/**
 * Evaluates the conditions of writes itself, under a lock of the object, for a store that does not.
 * Whatever changes an object takes its lock, so that nothing changes between the look at a
 * condition and the write. That holds against all who write through instances that share the locks,
 * and against nobody else.
 */
final class LockedWriter implements ObjectWriter {

  private final ObjectStore reads;
  private final ObjectWriter writes;
  private final String storeName;
  private final KeyLocks locks;
  private final boolean alone;

  /**
   * Makes a writer.
   *
   * @param alone whether every change takes the lock. Else those of other operations do not: an
   *     object that one of them replaces meanwhile could be deleted unseen.
   */
  LockedWriter(
      ObjectStore reads, ObjectWriter writes, String storeName, KeyLocks locks, boolean alone) {
    this.reads = reads;
    this.writes = writes;
    this.storeName = storeName;
    this.locks = locks;
    this.alone = alone;
  }

  @Override
  public boolean hasConditions() {
    return true;
  }

  /** A write while nobody else writes the object. */
  @FunctionalInterface
  private interface LockedWrite<T> {
    T run() throws StoreException;
  }

  private <T> T locked(ObjectAddress address, WriteConditions conditions, LockedWrite<T> write)
      throws StoreException {
    // Who comes too late need not wait.
    require(address, conditions);
    try (KeyLocks.Lease lease = locks.acquire(storeName, address)) {
      require(address, conditions);
      try {
        return write.run();
      } catch (StoreException.Indeterminate e) {
        // It may still come: nobody else writes before the lease ends.
        lease.abandon();
        throw e;
      }
    }
  }

  private void require(ObjectAddress address, WriteConditions conditions) throws StoreException {
    if (conditions.equals(WriteConditions.NONE)) {
      return;
    }
    String wanted = conditions.ifMatch();
    try {
      String found = reads.head(ReadRequest.whole(address)).info().eTag();
      if (wanted == null || !EntityTags.parse(wanted).matchesStrongly(found)) {
        throw new StoreException.PreconditionFailed("there is such an object");
      }
    } catch (StoreException.NotFound e) {
      if (wanted != null) {
        throw new StoreException.PreconditionFailed("there is no such object");
      }
    }
  }

  @Override
  public WrittenObject put(PutRequest request, InputStream body) throws IOException {
    PutRequest plain =
        new PutRequest(
            request.address(),
            request.length(),
            request.headers(),
            WriteConditions.NONE,
            request.trailer());
    // Who comes too late need not send all of it.
    require(request.address(), request.conditions());
    LeasedBody leased =
        new LeasedBody(
            body,
            request.length(),
            () -> locks.acquire(storeName, request.address()),
            () -> require(request.address(), request.conditions()));
    try {
      return writes.put(plain, leased);
    } catch (StoreException.Indeterminate e) {
      // It may still come: nobody else writes before the lease ends.
      leased.abandon();
      throw e;
    } finally {
      leased.release();
    }
  }

  @Override
  public WrittenObject copy(CopyRequest request) throws StoreException {
    CopyRequest plain =
        new CopyRequest(
            request.source(),
            request.target(),
            request.range(),
            request.sourceConditions(),
            request.headers(),
            WriteConditions.NONE);
    return locked(request.target(), request.conditions(), () -> writes.copy(plain));
  }

  @Override
  public WrittenObject completeUpload(UploadCompletion completion) throws StoreException {
    UploadCompletion plain =
        new UploadCompletion(
            completion.address(),
            completion.uploadId(),
            completion.parts(),
            completion.headers(),
            WriteConditions.NONE);
    return locked(
        completion.address(), completion.conditions(), () -> writes.completeUpload(plain));
  }

  @Override
  public void delete(ObjectAddress address) throws StoreException {
    var unused =
        locked(
            address,
            WriteConditions.NONE,
            () -> {
              writes.delete(address);
              return true;
            });
  }

  @Override
  public void delete(ObjectAddress address, String ifMatch) throws StoreException {
    if (!alone) {
      throw new StoreException.Unsupported("the store deletes without looking");
    }
    var unused =
        locked(
            address,
            new WriteConditions(false, ifMatch),
            () -> {
              writes.delete(address);
              return true;
            });
  }

  @Override
  public String createUpload(ObjectAddress address, Map<String, String> headers)
      throws StoreException {
    return writes.createUpload(address, headers);
  }

  @Override
  public WrittenObject putPart(PartAddress part, PutRequest request, InputStream body)
      throws IOException {
    return writes.putPart(part, request, body);
  }

  @Override
  public WrittenObject copyPart(PartAddress part, CopyRequest request) throws StoreException {
    return writes.copyPart(part, request);
  }

  @Override
  public void abortUpload(ObjectAddress address, String uploadId) throws StoreException {
    writes.abortUpload(address, uploadId);
  }

  @Override
  public PartPage listParts(ObjectAddress address, String uploadId, int after, int most)
      throws StoreException {
    return writes.listParts(address, uploadId, after, most);
  }

  @Override
  public Map<String, String> tags(ObjectAddress address) throws StoreException {
    return writes.tags(address);
  }

  @Override
  public void setTags(ObjectAddress address, Map<String, String> tags) throws StoreException {
    writes.setTags(address, tags);
  }
}
