package io.deltas3proxy.website.cache;

import io.deltas3proxy.storage.ObjectInfo;
import io.deltas3proxy.website.ContentCoding;
import io.deltas3proxy.website.Page;
import io.deltas3proxy.website.PageBody;
import io.deltas3proxy.website.PageHeaders;
import io.deltas3proxy.website.Site;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One state of a page, as far as it is kept. */
final class CachedPage implements Page {

  private final Site site;
  private final EntryKey key;
  private final ObjectInfo info;
  private final PageKeeping keeping;
  private final PageBody body;
  private final AtomicReferenceArray<@Nullable Part> slices;
  private final ReentrantLock loading = new ReentrantLock();
  private volatile Map<ContentCoding, PageHeaders> headers = Map.of();
  private volatile @Nullable Part gzip;
  private volatile boolean incompressible;
  private volatile boolean dropped;
  private volatile long freshUntil;
  private volatile long askAt;
  private volatile long used;

  /**
   * Makes a page of which nothing is kept yet.
   *
   * @param kept whether it is kept at all
   */
  CachedPage(Site site, EntryKey key, ObjectInfo info, boolean kept, PageKeeping keeping) {
    this.site = site;
    this.key = key;
    this.info = info;
    this.keeping = keeping;
    long count = kept ? Math.max(1, Math.ceilDiv(info.size(), keeping.sliceBytes())) : 0;
    this.slices = new AtomicReferenceArray<>(Math.toIntExact(count));
    if (!kept) {
      body = new UnkeptBody(this);
    } else if (keeping.isSmall(info.size())) {
      body = new SmallBody(this);
    } else {
      body = new SlicedBody(this, keeping);
    }
  }

  Site site() {
    return site;
  }

  EntryKey key() {
    return key;
  }

  @Override
  public String name() {
    return key.name();
  }

  @Override
  public ObjectInfo info() {
    return info;
  }

  @Override
  public PageBody body() {
    return body;
  }

  PageKeeping keeping() {
    return keeping;
  }

  @Override
  public Optional<PageBody> compressed() {
    return incompressible || slices.length() == 0 ? Optional.empty() : keeping.compressed(this);
  }

  @Override
  public PageHeaders headers(ContentCoding coding, String eTag, Supplier<PageHeaders> make) {
    PageHeaders known = headers.get(coding);
    if (known != null && known.isOf(eTag)) {
      return known;
    }
    PageHeaders made = make.get();
    Map<ContentCoding, PageHeaders> all = new EnumMap<>(ContentCoding.class);
    all.putAll(headers);
    all.put(coding, made);
    // What another thread put at the same time is made again when it is needed.
    headers = all;
    return made;
  }

  /** Length of a slice. */
  int sliceLength(int index) {
    long first = (long) index * keeping.sliceBytes();
    return Math.toIntExact(Math.min(keeping.sliceBytes(), info.size() - first));
  }

  /** A slice, which may be nowhere; made when it is asked for first. */
  Part slice(int index) {
    Part known = slices.get(index);
    if (known != null) {
      return known;
    }
    PartName name = new PartName(key, info.eTag(), ContentCoding.IDENTITY, index);
    Part made = keeping.part(name, sliceLength(index));
    return slices.compareAndSet(index, null, made) ? made : slice(index);
  }

  @Nullable Part gzip() {
    return gzip;
  }

  void gzip(Part part) {
    gzip = part;
  }

  void markIncompressible() {
    incompressible = true;
  }

  /** Held while its bytes are brought into memory or compressed. */
  ReentrantLock loading() {
    return loading;
  }

  /** All parts that were ever asked for. */
  List<Part> parts() {
    List<Part> parts = new ArrayList<>();
    for (int i = 0; i < slices.length(); i++) {
      Part slice = slices.get(i);
      if (slice != null) {
        parts.add(slice);
      }
    }
    Part compressed = gzip;
    if (compressed != null) {
      parts.add(compressed);
    }
    return parts;
  }

  /** It is not the current state any more: what is kept of it from now on is deleted at once. */
  void drop() {
    dropped = true;
  }

  boolean isDropped() {
    return dropped;
  }

  /** Milliseconds since the epoch until which it is up to date. */
  long freshUntil() {
    return freshUntil;
  }

  /** The store has said that it is the current state. */
  void confirm(long until) {
    freshUntil = until;
    askAt = until;
  }

  /** Milliseconds since the epoch until which the store is not asked. */
  long askAt() {
    return askAt;
  }

  /** The store is asked later; how old the page is does not change. */
  void askAgain(long millis) {
    askAt = millis;
  }

  /** The store has another state. */
  void outdate() {
    freshUntil = 0;
    askAt = 0;
  }

  /** Whether it is kept in one piece. */
  boolean isWhole() {
    return slices.length() == 1;
  }

  boolean hasSlice(int index) {
    return index < slices.length();
  }

  /** When it was given last, in milliseconds; to the second. */
  long used() {
    return used;
  }

  void touch(long now) {
    if (now - used > 1000) {
      used = now;
    }
  }
}
