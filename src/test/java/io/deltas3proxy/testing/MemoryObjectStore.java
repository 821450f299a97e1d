package io.deltas3proxy.testing;

import io.deltas3proxy.storage.ByteRange;
import io.deltas3proxy.storage.KeyOrder;
import io.deltas3proxy.storage.ListedObject;
import io.deltas3proxy.storage.ListingPage;
import io.deltas3proxy.storage.ListingRequest;
import io.deltas3proxy.storage.ObjectAddress;
import io.deltas3proxy.storage.ObjectContent;
import io.deltas3proxy.storage.ObjectInfo;
import io.deltas3proxy.storage.ObjectStore;
import io.deltas3proxy.storage.PresignRequest;
import io.deltas3proxy.storage.ReadEvaluator;
import io.deltas3proxy.storage.ReadHead;
import io.deltas3proxy.storage.ReadRequest;
import io.deltas3proxy.storage.StoreException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Phaser;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A store in memory that keeps the contract, counts what it is asked, and fails when it is told.
 */
public final class MemoryObjectStore implements ObjectStore {

  public static final Instant LAST_MODIFIED = Instant.parse("2026-02-03T16:45:09Z");

  private final NavigableMap<String, Stored> objects = new ConcurrentSkipListMap<>(KeyOrder.UTF_8);
  private final List<String> calls = new CopyOnWriteArrayList<>();
  private final Phaser openReads = new Phaser(1);
  private final MemoryObjectWriter writer = new MemoryObjectWriter(this);
  private volatile int pageSize = 1000;
  private volatile int breakBodiesAfter = -1;
  private volatile @Nullable StoreException failure;
  private volatile @Nullable URI presignBase;
  private volatile @Nullable PresignRequest lastPresign;

  private record Stored(ByteString content, ObjectInfo info) {}

  /** Bytes that compare by content. */
  private record ByteString(String latin1) {
    static ByteString of(byte[] bytes) {
      return new ByteString(new String(bytes, StandardCharsets.ISO_8859_1));
    }

    byte[] bytes() {
      return latin1.getBytes(StandardCharsets.ISO_8859_1);
    }
  }

  public MemoryObjectStore put(String key, String content) {
    return put(key, content.getBytes(StandardCharsets.UTF_8), Map.of());
  }

  public MemoryObjectStore put(String key, byte[] content, Map<String, String> headers) {
    return put(key, content, eTag(content), headers);
  }

  /** Puts other bytes under an entity tag that was given for some, as damage does. */
  public MemoryObjectStore putWithETag(String key, byte[] content, String eTag) {
    return put(key, content, eTag, Map.of());
  }

  /** Puts an object that was written so long after the others. */
  public MemoryObjectStore putLater(
      String key, byte[] content, Map<String, String> headers, Duration later) {
    ObjectInfo info =
        new ObjectInfo(content.length, eTag(content), LAST_MODIFIED.plus(later), headers);
    objects.put(key, new Stored(ByteString.of(content), info));
    return this;
  }

  private static String eTag(byte[] content) {
    return '"' + String.format("%032x", Arrays.hashCode(content) & 0xFFFFFFFFL) + '"';
  }

  private MemoryObjectStore put(
      String key, byte[] content, String eTag, Map<String, String> headers) {
    objects.put(
        key,
        new Stored(
            ByteString.of(content), new ObjectInfo(content.length, eTag, LAST_MODIFIED, headers)));
    return this;
  }

  public void remove(String key) {
    objects.remove(key);
  }

  /** How many objects there are. */
  public int size() {
    return objects.size();
  }

  /** Lists in pages of at most this many entries. */
  public void pageSize(int entries) {
    this.pageSize = entries;
  }

  /** Lets every body end with an error after so many bytes. */
  public void breakBodiesAfter(int bytes) {
    this.breakBodiesAfter = bytes;
  }

  /** Lets every call fail; {@code null} ends that. */
  public void failWith(@Nullable StoreException failure) {
    this.failure = failure;
  }

  /** Makes URLs below this one; by default there are none. */
  public void presignBelow(URI base) {
    this.presignBase = base;
  }

  public Optional<PresignRequest> lastPresign() {
    return Optional.ofNullable(lastPresign);
  }

  /** What was asked: the operation and the key, or the prefix. */
  public List<String> calls() {
    return List.copyOf(calls);
  }

  public void forgetCalls() {
    calls.clear();
  }

  /** Whether every read that was opened is closed, or becomes so in time. */
  public boolean awaitNoOpenReads(long time, TimeUnit unit) throws InterruptedException {
    int phase = openReads.arrive();
    try {
      openReads.awaitAdvanceInterruptibly(phase, time, unit);
      return true;
    } catch (TimeoutException e) {
      return false;
    }
  }

  @Override
  public ReadHead head(ReadRequest request) throws StoreException {
    note("head", request.address().key());
    return ReadEvaluator.evaluate(request, find(request.address()).info());
  }

  @Override
  public ObjectContent get(ReadRequest request) throws StoreException {
    note("get", request.address().key());
    Stored stored = find(request.address());
    ReadHead head = ReadEvaluator.evaluate(request, stored.info());
    ByteRange.Resolved range = head.range();
    byte[] whole = stored.content().bytes();
    byte[] bytes =
        range == null
            ? whole
            : Arrays.copyOfRange(whole, (int) range.first(), (int) range.last() + 1);
    openReads.register();
    return new Content(head, body(bytes), openReads);
  }

  @Override
  public ListingPage list(ListingRequest request) throws StoreException {
    note("list", request.prefix());
    List<ListedObject> found = new ArrayList<>();
    List<String> prefixes = new ArrayList<>();
    String after = request.startAfter() == null ? "" : request.startAfter();
    String last = "";
    for (Map.Entry<String, Stored> entry : objects.tailMap(after, false).entrySet()) {
      String key = entry.getKey();
      String delimiter = request.delimiter();
      int group =
          delimiter == null || !key.startsWith(request.prefix())
              ? -1
              : key.indexOf(delimiter, request.prefix().length());
      String shown =
          delimiter == null || group < 0 ? key : key.substring(0, group + delimiter.length());
      if (!key.startsWith(request.prefix())
          || KeyOrder.UTF_8.compare(shown, after) <= 0
          || shown.equals(last)) {
        continue;
      }
      if (found.size() + prefixes.size() == Math.min(pageSize, request.maxKeys())) {
        return new ListingPage(found, prefixes, true, last);
      }
      if (shown.equals(key)) {
        ObjectInfo info = entry.getValue().info();
        found.add(new ListedObject(key, info.size(), info.eTag(), info.lastModified(), "STANDARD"));
      } else {
        prefixes.add(shown);
      }
      last = shown;
    }
    return new ListingPage(found, prefixes, false, "");
  }

  @Override
  public Optional<URI> presignGet(PresignRequest request) throws StoreException {
    URI base = presignBase;
    if (base == null) {
      return Optional.empty();
    }
    note("presign", request.address().key());
    lastPresign = request;
    return Optional.of(base.resolve("/signed?X-Amz-Signature=secret"));
  }

  @Override
  public MemoryObjectWriter writer() {
    return writer;
  }

  @Override
  public void close() {}

  private void note(String operation, String key) throws StoreException {
    calls.add(operation + " " + key);
    StoreException planned = failure;
    if (planned != null) {
      throw planned;
    }
  }

  private Stored find(ObjectAddress address) throws StoreException {
    Stored stored = objects.get(address.key());
    if (stored == null) {
      throw new StoreException.NotFound("no object physical-bucket/" + address.key());
    }
    return stored;
  }

  private InputStream body(byte[] bytes) {
    int limit = breakBodiesAfter;
    if (limit < 0 || limit >= bytes.length) {
      return new ByteArrayInputStream(bytes);
    }
    return new BrokenBody(bytes, limit);
  }

  /** A body whose connection is lost. */
  private static final class BrokenBody extends InputStream {
    private final InputStream rest;

    BrokenBody(byte[] bytes, int limit) {
      this.rest = new ByteArrayInputStream(bytes, 0, limit);
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      int count = rest.read(target, offset, length);
      if (count < 0) {
        throw new IOException("the backend at physical-host was reset");
      }
      return count;
    }
  }

  private record Content(ReadHead head, InputStream body, Phaser openReads)
      implements ObjectContent {
    @Override
    public void close() {
      openReads.arriveAndDeregister();
    }
  }
}
