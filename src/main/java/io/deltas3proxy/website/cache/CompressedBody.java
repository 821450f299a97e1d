package io.deltas3proxy.website.cache;

import io.deltas3proxy.website.PageBody;
import java.io.ByteArrayInputStream;
import java.io.InputStream;

/** A page in gzip. */
record CompressedBody(Bytes content) implements PageBody {

  /** Bytes that are the same when they are the same array. */
  static final class Bytes {
    private final byte[] array;

    Bytes(byte[] array) {
      this.array = array;
    }
  }

  static CompressedBody of(byte[] bytes) {
    return new CompressedBody(new Bytes(bytes));
  }

  @Override
  public long length() {
    return content.array.length;
  }

  @Override
  public byte[] bytes() {
    return content.array;
  }

  @Override
  public InputStream open(long first, long length) {
    return new ByteArrayInputStream(content.array, Math.toIntExact(first), Math.toIntExact(length));
  }
}
