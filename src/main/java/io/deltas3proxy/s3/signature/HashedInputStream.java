package io.deltas3proxy.s3.signature;

import io.deltas3proxy.s3.protocol.S3ErrorCode;
import io.deltas3proxy.s3.protocol.S3Exception;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;

/** Ends only where the SHA-256 of all that was read is what it must be. */
final class HashedInputStream extends FilterInputStream {

  private final MessageDigest digest = Digests.sha256();
  private final String expected;
  private boolean checked;

  HashedInputStream(InputStream in, String expected) {
    super(in);
    this.expected = expected;
  }

  @Override
  public int read() throws IOException {
    int octet = in.read();
    if (octet < 0) {
      check();
    } else {
      digest.update((byte) octet);
    }
    return octet;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    int read = in.read(target, offset, length);
    if (read < 0) {
      check();
    } else {
      digest.update(target, offset, read);
    }
    return read;
  }

  private void check() {
    if (!checked && !Digests.same(Digests.hex(digest.digest()), expected)) {
      throw new S3Exception(S3ErrorCode.X_AMZ_CONTENT_SHA256_MISMATCH);
    }
    checked = true;
  }
}
