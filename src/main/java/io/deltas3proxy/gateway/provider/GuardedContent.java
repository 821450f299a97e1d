package io.deltas3proxy.gateway.provider;

import io.deltas3proxy.storage.ObjectContent;
import io.deltas3proxy.storage.ReadHead;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.atomic.AtomicBoolean;

/** An open read that counts as use of its backend until it is closed. */
final class GuardedContent implements ObjectContent {

  private final ObjectContent content;
  private final BackendGuard guard;
  private final InputStream body;
  private final AtomicBoolean closed = new AtomicBoolean();
  private boolean broke;

  GuardedContent(ObjectContent content, BackendGuard guard) {
    this.content = content;
    this.guard = guard;
    this.body = new Body(content.body());
    guard.opened();
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
    if (closed.compareAndSet(false, true)) {
      guard.end();
    }
    content.close();
  }

  /** Tells the guard once that the body broke. */
  private final class Body extends FilterInputStream {

    Body(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      try {
        return in.read();
      } catch (IOException e) {
        broke(e);
        throw e;
      }
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      try {
        return in.read(buffer, offset, length);
      } catch (IOException e) {
        broke(e);
        throw e;
      }
    }

    private void broke(IOException failure) {
      // A read that somebody closes in another thread is cut by them.
      if (!broke && !closed.get()) {
        broke = true;
        guard.bodyBroke(failure);
      }
    }
  }
}
