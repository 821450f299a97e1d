package io.deltas3proxy.gateway.replication;

import java.io.IOException;
import java.io.InputStream;

/**
 * The bytes of a replica on their way to another backend. The last ones are given on only when all
 * of them are known to be right, so that a damaged replica is never completed elsewhere.
 */
final class CheckedBody extends InputStream {

  private final InputStream source;
  private final String backend;
  private final Fingerprint fingerprint;
  private final Flow flow;

  /** What bytes that go by are held to. */
  interface Flow {
    /** So many bytes go by; waits where there were too many of late. */
    void pass(int bytes) throws IOException;
  }

  CheckedBody(InputStream source, String backend, Fingerprint fingerprint, Flow flow) {
    this.source = source;
    this.backend = backend;
    this.fingerprint = fingerprint;
    this.flow = flow;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    flow.pass(0);
    int count;
    try {
      count = source.read(target, offset, length);
    } catch (IOException e) {
      throw SourceFailedException.unread(backend, e);
    }
    if (count < 0) {
      if (!fingerprint.isWhole()) {
        throw SourceFailedException.damaged("backend " + backend + ": the object ends early");
      }
      return -1;
    }
    fingerprint.update(target, offset, count);
    if (count > 0 && fingerprint.isWhole() && !fingerprint.fits()) {
      throw SourceFailedException.damaged(
          "backend " + backend + ": the bytes are not those that were stored");
    }
    flow.pass(count);
    return count;
  }
}
