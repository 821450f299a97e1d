package io.deltas3proxy.metrics;

import io.deltas3proxy.storage.ObjectContent;
import io.deltas3proxy.storage.ReadHead;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Counts the bytes of one body, and whether it broke off. */
final class MeteredContent implements ObjectContent {

  private final ObjectContent content;
  private final String store;
  private final BackendMetrics metrics;
  private final InputStream body;
  private long count;

  MeteredContent(ObjectContent content, String store, BackendMetrics metrics) {
    this.content = content;
    this.store = store;
    this.metrics = metrics;
    this.body = new Counting(content.body());
  }

  @Override
  public ReadHead head() {
    return content.head();
  }

  @Override
  public InputStream body() {
    return body;
  }

  @Override
  public void close() throws IOException {
    metrics.read(store, count);
    count = 0;
    content.close();
  }

  private final class Counting extends FilterInputStream {

    Counting(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      try {
        int b = in.read();
        count += b < 0 ? 0 : 1;
        return b;
      } catch (IOException e) {
        metrics.broken(store);
        throw e;
      }
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      try {
        int read = in.read(buffer, offset, length);
        count += Math.max(read, 0);
        return read;
      } catch (IOException e) {
        metrics.broken(store);
        throw e;
      }
    }

    @Override
    public long skip(long n) throws IOException {
      long skipped = in.skip(n);
      count += skipped;
      return skipped;
    }
  }
}
