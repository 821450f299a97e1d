package io.deltas3proxy.s3.endpoint;

import io.deltas3proxy.access.WriteIntent;
import io.deltas3proxy.access.WriteTarget;
import io.deltas3proxy.delta.TableLocation;
import io.deltas3proxy.s3.protocol.S3ErrorCode;
import io.deltas3proxy.s3.protocol.S3Exception;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * A body that replaces an uncommitted file of the caller's. Its last bytes are given only if the
 * file is that still: while a body is on its way the file may be committed, or be deleted and
 * stored by somebody else.
 */
final class ReplacingBody extends FilterInputStream {

  private final WritableObject object;
  private long left;
  private boolean judged;

  /**
   * @param length of the body, in bytes
   */
  ReplacingBody(InputStream body, long length, WritableObject object) {
    super(body);
    this.object = object;
    this.left = length;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    int count = in.read(target, offset, length);
    left -= Math.max(count, 0);
    if (left <= 0 && !judged) {
      requireOwn();
      judged = true;
    }
    return count;
  }

  private void requireOwn() {
    TableLocation location = object.sight().table().location();
    String relative = object.address().key().substring(location.keyPrefix().length());
    WritableObject now =
        WriteJudgement.require(
            object.sight(), object.sight().decideWrite(relative, WriteIntent.PUT));
    if (!now.target().equals(object.target()) || !(now.target() instanceof WriteTarget.File)) {
      throw new S3Exception(S3ErrorCode.ACCESS_DENIED)
          .because("the file is not the caller's any more");
    }
  }

  @Override
  public long skip(long count) {
    throw new UnsupportedOperationException("bodies are read from their beginning");
  }
}
