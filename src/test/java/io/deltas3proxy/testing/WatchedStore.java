package io.deltas3proxy.testing;

import io.deltas3proxy.storage.CopyRequest;
import io.deltas3proxy.storage.ListingPage;
import io.deltas3proxy.storage.ListingRequest;
import io.deltas3proxy.storage.ObjectAddress;
import io.deltas3proxy.storage.ObjectContent;
import io.deltas3proxy.storage.ObjectStore;
import io.deltas3proxy.storage.ObjectWriter;
import io.deltas3proxy.storage.PartAddress;
import io.deltas3proxy.storage.PartPage;
import io.deltas3proxy.storage.PresignRequest;
import io.deltas3proxy.storage.PutRequest;
import io.deltas3proxy.storage.ReadHead;
import io.deltas3proxy.storage.ReadRequest;
import io.deltas3proxy.storage.StoreException;
import io.deltas3proxy.storage.UploadCompletion;
import io.deltas3proxy.storage.WrittenObject;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A store whose uploads in parts are watched, and fail when they are told to. */
public final class WatchedStore implements ObjectStore, ObjectWriter {

  private final ObjectStore store;
  private final Set<String> underWay = ConcurrentHashMap.newKeySet();
  private final AtomicInteger now = new AtomicInteger();
  private final AtomicInteger most = new AtomicInteger();
  private final AtomicInteger failures = new AtomicInteger();
  private volatile int failingPart;
  private volatile int brokenPart;
  private volatile @Nullable CyclicBarrier meeting;

  public WatchedStore(ObjectStore store) {
    this.store = store;
  }

  /** Lets so many requests that write fail as if the store were away. */
  public void failNext(int requests) {
    failures.set(requests);
  }

  /** Lets each part of this number be refused for good. */
  public void refusePart(int number) {
    failingPart = number;
  }

  /** Lets each part of this number end in an error of the machine. */
  public void breakPart(int number) {
    brokenPart = number;
  }

  /** Lets parts wait until so many are sent at the same time. */
  public void meet(int parts) {
    meeting = new CyclicBarrier(parts);
  }

  /** Uploads in parts that were neither completed nor given up. */
  public Set<String> underWay() {
    return underWay;
  }

  /** Most parts that were sent at the same time. */
  public int mostAtOnce() {
    return most.get();
  }

  private void fail() throws StoreException {
    if (failures.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
      throw new StoreException.Unavailable("told to fail");
    }
  }

  @Override
  public WrittenObject putPart(PartAddress part, PutRequest request, InputStream body)
      throws IOException {
    most.accumulateAndGet(now.incrementAndGet(), Math::max);
    try {
      CyclicBarrier barrier = meeting;
      if (barrier != null) {
        barrier.await(10, TimeUnit.SECONDS);
      }
      fail();
      if (part.number() == brokenPart) {
        throw new InternalError("told to break");
      }
      if (part.number() == failingPart) {
        throw new StoreException.Denied("told to refuse");
      }
      return store.writer().putPart(part, request, body);
    } catch (IOException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    } finally {
      now.decrementAndGet();
    }
  }

  @Override
  public WrittenObject put(PutRequest request, InputStream body) throws IOException {
    fail();
    return store.writer().put(request, body);
  }

  @Override
  public String createUpload(ObjectAddress address, Map<String, String> headers)
      throws StoreException {
    String id = store.writer().createUpload(address, headers);
    underWay.add(id);
    return id;
  }

  @Override
  public WrittenObject completeUpload(UploadCompletion completion) throws StoreException {
    WrittenObject written = store.writer().completeUpload(completion);
    underWay.remove(completion.uploadId());
    return written;
  }

  @Override
  public void abortUpload(ObjectAddress address, String uploadId) throws StoreException {
    fail();
    store.writer().abortUpload(address, uploadId);
    underWay.remove(uploadId);
  }

  @Override
  public ObjectWriter writer() {
    return this;
  }

  @Override
  public boolean hasConditions() {
    return true;
  }

  @Override
  public WrittenObject copy(CopyRequest request) throws StoreException {
    return store.writer().copy(request);
  }

  @Override
  public void delete(ObjectAddress address) throws StoreException {
    store.writer().delete(address);
  }

  @Override
  public WrittenObject copyPart(PartAddress part, CopyRequest request) throws StoreException {
    return store.writer().copyPart(part, request);
  }

  @Override
  public PartPage listParts(ObjectAddress address, String uploadId, int after, int count)
      throws StoreException {
    return store.writer().listParts(address, uploadId, after, count);
  }

  @Override
  public Map<String, String> tags(ObjectAddress address) throws StoreException {
    return store.writer().tags(address);
  }

  @Override
  public void setTags(ObjectAddress address, Map<String, String> tags) throws StoreException {
    store.writer().setTags(address, tags);
  }

  @Override
  public ReadHead head(ReadRequest request) throws StoreException {
    return store.head(request);
  }

  @Override
  public ObjectContent get(ReadRequest request) throws StoreException {
    return store.get(request);
  }

  @Override
  public ListingPage list(ListingRequest request) throws StoreException {
    return store.list(request);
  }

  @Override
  public Optional<URI> presignGet(PresignRequest request) throws StoreException {
    return store.presignGet(request);
  }

  @Override
  public void close() {
    store.close();
  }
}
