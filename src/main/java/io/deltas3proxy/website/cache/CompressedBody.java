package io.deltas3proxy.website.cache;

import io.deltas3proxy.website.PageBody;
import java.io.ByteArrayInputStream;
import java.io.InputStream;

/** A page in gzip. */
final class CompressedBody implements PageBody {

  private final byte[] bytes;

  CompressedBody(byte[] bytes) {
    this.bytes = bytes;
  }

  @Override
  public long length() {
    return bytes.length;
  }

  @Override
  public byte[] bytes() {
    return bytes;
  }

  @Override
  public InputStream open(long first, long length) {
    return new ByteArrayInputStream(bytes, Math.toIntExact(first), Math.toIntExact(length));
  }
}
