package io.deltas3proxy.website.cache;

import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** Some of the bytes of a page that is kept in slices, one slice after the other. */
final class SlicedStream extends InputStream {

  private final CachedPage page;
  private final PageKeeping keeping;
  private long position;
  private long left;
  private @Nullable SliceReading slice;

  SlicedStream(CachedPage page, PageKeeping keeping, long first, long length) {
    this.page = page;
    this.keeping = keeping;
    this.position = first;
    this.left = length;
  }

  /** Opens the first slice. */
  void begin() throws IOException {
    if (slice == null && left > 0) {
      slice = openSlice();
    }
  }

  private SliceReading openSlice() throws IOException {
    int size = keeping.sliceBytes();
    int index = Math.toIntExact(position / size);
    int from = Math.toIntExact(position % size);
    int count = (int) Math.min(left, page.sliceLength(index) - from);
    return SliceReading.open(page, keeping, index, from, count);
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (left == 0) {
      return -1;
    }
    if (length == 0) {
      return 0;
    }
    SliceReading open = slice == null ? openSlice() : slice;
    slice = open;
    int count = open.read(target, offset, length);
    position += count;
    left -= count;
    if (open.isAtEnd()) {
      slice = null;
      open.close();
    }
    return count;
  }

  @Override
  public void close() throws IOException {
    SliceReading open = slice;
    slice = null;
    if (open != null) {
      open.close();
    }
  }
}
