package io.deltas3proxy.website.cache;

import java.io.IOException;

/** Where the bytes of a slice come from. */
interface SliceSource extends AutoCloseable {

  /**
   * Reads at least one byte.
   *
   * @param position within the slice
   */
  int read(byte[] target, int offset, int length, int position) throws IOException;

  @Override
  void close() throws IOException;

  /** A file that is whole. */
  record InFile(OpenFiles.Lease lease, int start) implements SliceSource {

    @Override
    public int read(byte[] target, int offset, int length, int position) throws IOException {
      return lease.read(target, offset, length, (long) start + position);
    }

    @Override
    public void close() throws IOException {
      lease.close();
    }
  }

  /** A file that is being written. */
  record Coming(SliceFill fill) implements SliceSource {

    @Override
    public int read(byte[] target, int offset, int length, int position) throws IOException {
      return fill.read(target, offset, length, position);
    }

    @Override
    public void close() {
      fill.leave();
    }
  }
}
