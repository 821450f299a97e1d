package io.deltas3proxy.s3.signature;

import io.deltas3proxy.s3.protocol.S3ErrorCode;
import io.deltas3proxy.s3.protocol.S3Exception;
import io.deltas3proxy.storage.Checksum;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A body of which the client said digests beforehand: its last byte comes only when it has them.
 * Stores need not check any.
 */
public final class DeclaredBody extends InputStream {

  private static final String MD5 = "content-md5";

  private record Expected(Checksum checksum, String value) {}

  private final InputStream body;
  private final List<Expected> expected;

  private DeclaredBody(InputStream body, List<Expected> expected) {
    this.body = body;
    this.expected = expected;
  }

  /**
   * @param headers lower-case names; {@code content-md5} and {@code x-amz-checksum-*} of those that
   *     are known count
   */
  public static InputStream of(InputStream body, Map<String, String> headers) {
    List<Expected> expected = new ArrayList<>();
    headers.forEach((name, value) -> {
      if (name.equals(MD5)) {
        expected.add(new Expected(Checksum.md5(), value));
      } else if (Checksum.isKnown(name)) {
        expected.add(new Expected(Objects.requireNonNull(Checksum.KNOWN.get(name)).get(), value));
      }
    });
    return expected.isEmpty()
        ? body
        : new HeldBackInputStream(new DeclaredBody(body, List.copyOf(expected)));
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    int read = body.read(target, offset, length);
    if (read < 0) {
      for (Expected digest : expected) {
        if (!digest.checksum().value().equals(digest.value())) {
          throw new S3Exception(S3ErrorCode.BAD_DIGEST);
        }
      }
    } else {
      for (Expected digest : expected) {
        digest.checksum().update(target, offset, read);
      }
    }
    return read;
  }

  @Override
  public void close() throws IOException {
    body.close();
  }
}
