package io.deltas3proxy.website.cache;

import io.deltas3proxy.website.ContentCoding;
import io.deltas3proxy.website.PageBody;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;

/** Makes pages smaller. */
final class Compression {

  /** Less is not worth the header. */
  private static final int LEAST_BYTES = 256;

  /** More would take too long before the first byte. */
  private static final int MOST_BYTES = 8 << 20;

  private Compression() {}

  static PartName nameOf(CachedPage page) {
    return new PartName(page.key(), page.info().eTag(), ContentCoding.GZIP, 0);
  }

  /** All of it in gzip (RFC 1952); empty where that saves less than a twentieth. */
  static Optional<byte[]> gzip(CachedPage page) throws IOException {
    PageBody body = page.body();
    long length = body.length();
    if (length < LEAST_BYTES || length > MOST_BYTES) {
      return Optional.empty();
    }
    ByteArrayOutputStream compressed = new ByteArrayOutputStream((int) length / 2);
    try (InputStream plain = body.open(0, length);
        GZIPOutputStream gzip = new GZIPOutputStream(compressed, 8192)) {
      if (plain.transferTo(gzip) != length) {
        throw new IOException("the body ended early");
      }
    }
    return compressed.size() > length - length / 20
        ? Optional.empty()
        : Optional.of(compressed.toByteArray());
  }
}
