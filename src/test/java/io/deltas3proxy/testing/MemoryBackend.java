package io.deltas3proxy.testing;

import io.deltas3proxy.storage.ByteRange;
import io.deltas3proxy.storage.ListingPage;
import io.deltas3proxy.storage.ListingRequest;
import io.deltas3proxy.storage.ObjectAddress;
import io.deltas3proxy.storage.ObjectContent;
import io.deltas3proxy.storage.ObjectInfo;
import io.deltas3proxy.storage.ObjectStore;
import io.deltas3proxy.storage.ObjectWriter;
import io.deltas3proxy.storage.PresignRequest;
import io.deltas3proxy.storage.ReadEvaluator;
import io.deltas3proxy.storage.ReadHead;
import io.deltas3proxy.storage.ReadRequest;
import io.deltas3proxy.storage.StoreException;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.URI;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A backend in memory, whose entity tags are MD5s as those of S3, and that can be looked into. */
public final class MemoryBackend implements ObjectStore {

  /** An object as it is kept; nobody changes its bytes. */
  static final class Stored {
    private final byte[] bytes;
    private final String eTag;
    private final Map<String, String> headers;

    Stored(byte[] bytes, String eTag, Map<String, String> headers) {
      this.bytes = bytes.clone();
      this.eTag = eTag;
      this.headers = Map.copyOf(headers);
    }

    byte[] bytes() {
      return bytes.clone();
    }

    String eTag() {
      return eTag;
    }

    Map<String, String> headers() {
      return headers;
    }
  }

  final ConcurrentMap<ObjectAddress, Stored> objects = new ConcurrentHashMap<>();
  private volatile boolean copies = true;
  final AtomicInteger stored = new AtomicInteger();
  private final MemoryBackendWriter writer = new MemoryBackendWriter(this);

  /** The keys of all that is kept. */
  public Set<String> keys() {
    Set<String> keys = new TreeSet<>();
    objects.keySet().forEach(address -> keys.add(address.key()));
    return keys;
  }

  /** Whether so many objects were stored, whatever became of them. */
  public boolean everHeld(int count) {
    return stored.get() >= count;
  }

  /** Uploads in parts that are under way. */
  public int openUploads() {
    return writer.openUploads();
  }

  public byte[] bytes(String key) {
    return objects.entrySet().stream()
        .filter(entry -> entry.getKey().key().equals(key))
        .findFirst()
        .map(entry -> entry.getValue().bytes())
        .orElseThrow();
  }

  /** Changes a byte of each object, and nothing that is said of them. */
  public void rot() {
    objects.replaceAll((address, stored) -> {
      byte[] bytes = stored.bytes();
      bytes[bytes.length / 2] ^= 1;
      return new Stored(bytes, stored.eTag(), stored.headers());
    });
  }

  /** Whether it copies objects by itself. */
  public void copies(boolean on) {
    copies = on;
  }

  boolean isCopying() {
    return copies;
  }

  /** Loses all objects. */
  public void lose() {
    objects.clear();
  }

  Stored find(ObjectAddress address) throws StoreException {
    Stored stored = objects.get(address);
    if (stored == null) {
      throw new StoreException.NotFound("no object " + address);
    }
    return stored;
  }

  static byte[] md5(byte[] bytes) {
    try {
      return MessageDigest.getInstance("MD5").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  static String eTag(byte[] bytes) {
    return '"' + HexFormat.of().formatHex(md5(bytes)) + '"';
  }

  @Override
  public ReadHead head(ReadRequest request) throws StoreException {
    return head(request, find(request.address()));
  }

  private static ReadHead head(ReadRequest request, Stored stored) throws StoreException {
    ObjectInfo info =
        new ObjectInfo(stored.bytes.length, stored.eTag(), Instant.EPOCH, stored.headers());
    return ReadEvaluator.evaluate(request, info);
  }

  @Override
  public ObjectContent get(ReadRequest request) throws StoreException {
    Stored stored = find(request.address());
    ReadHead head = head(request, stored);
    ByteRange.Resolved range = head.range();
    byte[] bytes =
        range == null
            ? stored.bytes()
            : Arrays.copyOfRange(stored.bytes(), (int) range.first(), (int) range.last() + 1);
    return new Content(head, new ByteArrayInputStream(bytes));
  }

  private record Content(ReadHead head, InputStream body) implements ObjectContent {
    @Override
    public void close() {}
  }

  @Override
  public ListingPage list(ListingRequest request) throws StoreException {
    throw new StoreException.Unsupported("nobody lists a backend");
  }

  @Override
  public Optional<URI> presignGet(PresignRequest request) {
    return Optional.empty();
  }

  @Override
  public ObjectWriter writer() {
    return writer;
  }

  @Override
  public void close() {}
}
