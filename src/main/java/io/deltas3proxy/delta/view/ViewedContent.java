package io.deltas3proxy.delta.view;

import io.deltas3proxy.storage.ByteRange;
import io.deltas3proxy.storage.ObjectContent;
import io.deltas3proxy.storage.ReadHead;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/** An open read of a rewritten file, exactly the bytes that its head promises. */
final class ViewedContent extends InputStream implements ObjectContent {

  private final ReadHead head;
  private final RewrittenFiles.Lease lease;
  private final InputStream file;
  private long left;

  /** Takes the lease over; it is given back when this fails. */
  ViewedContent(ReadHead head, RewrittenFiles.Lease lease) throws IOException {
    this.head = head;
    this.lease = lease;
    this.left = head.length();
    boolean opened = false;
    try {
      if (lease.file().size() != head.info().size()) {
        throw new IOException("a rewritten file is not as long as was told");
      }
      ByteRange.Resolved range = head.range();
      this.file = lease.file().open(range == null ? 0 : range.first());
      opened = true;
    } finally {
      if (!opened) {
        lease.close();
      }
    }
  }

  @Override
  public ReadHead head() {
    return head;
  }

  @Override
  public InputStream body() {
    return this;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (left == 0) {
      return -1;
    }
    int count = file.read(target, offset, (int) Math.min(length, left));
    if (count < 0) {
      throw new EOFException("a rewritten file ends early");
    }
    left -= count;
    return count;
  }

  @Override
  public void close() throws IOException {
    try {
      file.close();
    } finally {
      lease.close();
    }
  }
}
