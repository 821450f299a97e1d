package io.deltas3proxy.website.cache;

import io.deltas3proxy.storage.ObjectContent;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Some of the bytes of one slice. They come from its file or from what is being written; when that
 * fails, what is left comes from the store, of the same state of the page or not at all.
 */
final class SliceReading implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(SliceReading.class);

  private final CachedPage page;
  private final PageKeeping keeping;
  private final int index;
  private int position;
  private int left;
  private @Nullable SliceSource kept;
  private @Nullable ObjectContent direct;

  private SliceReading(CachedPage page, PageKeeping keeping, int index, int position, int left) {
    this.page = page;
    this.keeping = keeping;
    this.index = index;
    this.position = position;
    this.left = left;
  }

  /**
   * Opens it.
   *
   * @param from position of the first byte within the slice
   * @param count at least 1
   */
  static SliceReading open(CachedPage page, PageKeeping keeping, int index, int from, int count)
      throws IOException {
    SliceReading reading = new SliceReading(page, keeping, index, from, count);
    Optional<SliceSource> kept = keeping.slice(page, index);
    if (kept.isPresent()) {
      reading.kept = kept.get();
    } else {
      reading.direct = reading.fromStore();
    }
    return reading;
  }

  private ObjectContent fromStore() throws IOException {
    return keeping.fromStore(page, (long) index * keeping.sliceBytes() + position, left);
  }

  boolean isAtEnd() {
    return left == 0;
  }

  int read(byte[] target, int offset, int length) throws IOException {
    int wanted = Math.min(length, left);
    int count = readKept(target, offset, wanted);
    if (count <= 0) {
      ObjectContent stream = direct == null ? fromStore() : direct;
      direct = stream;
      count = stream.body().read(target, offset, wanted);
      if (count <= 0) {
        throw new IOException("the body of a slice ended early");
      }
    }
    position += count;
    left -= count;
    return count;
  }

  /** 0 where nothing can be read from what is kept. */
  private int readKept(byte[] target, int offset, int wanted) throws IOException {
    SliceSource source = kept;
    if (source == null) {
      return 0;
    }
    try {
      return source.read(target, offset, wanted, position);
    } catch (IOException e) {
      LOG.debug("A slice is read from its store instead", e);
      kept = null;
      source.close();
      return 0;
    }
  }

  @Override
  public void close() throws IOException {
    SliceSource source = kept;
    ObjectContent stream = direct;
    kept = null;
    direct = null;
    try {
      if (source != null) {
        source.close();
      }
    } finally {
      if (stream != null) {
        stream.close();
      }
    }
  }
}
