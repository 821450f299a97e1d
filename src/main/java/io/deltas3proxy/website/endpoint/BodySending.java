package io.deltas3proxy.website.endpoint;

import io.deltas3proxy.http.RequestContext;
import io.deltas3proxy.storage.StoreException;
import io.deltas3proxy.website.PageBody;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends bodies: exactly the bytes that were promised, or an exception. */
final class BodySending {

  private static final Logger LOG = LoggerFactory.getLogger(BodySending.class);
  private static final int BUFFER_BYTES = 64 * 1024;
  private static final int SMALL_BYTES = 8 * 1024;
  private static final int MOST_IDLE = 64;
  private static final int MOST_LARGE = 256;

  private final BlockingQueue<byte[]> idle = new ArrayBlockingQueue<>(MOST_IDLE);
  private final AtomicInteger inUse = new AtomicInteger();

  void send(
      PageBody body, long first, long length, RequestContext context, HttpServletResponse response)
      throws IOException {
    byte[] whole = body.bytes();
    if (whole != null || length == 0) {
      response.setContentLengthLong(length);
      if (whole != null) {
        response.getOutputStream().write(whole, (int) first, (int) length);
      }
      context.addBytesSent(length);
      return;
    }
    // Opened before anything is promised: what fails here is still an answer of its own.
    InputStream stream = body.open(first, length);
    try {
      response.setContentLengthLong(length);
      copy(stream, length, context, response.getOutputStream());
    } finally {
      close(stream);
    }
  }

  private void copy(InputStream from, long length, RequestContext context, ServletOutputStream to)
      throws IOException {
    byte[] buffer = take();
    try {
      long left = length;
      while (left > 0) {
        int count = read(from, buffer, (int) Math.min(buffer.length, left));
        to.write(buffer, 0, count);
        context.addBytesSent(count);
        left -= count;
      }
      // After a failure the server may still hold the buffer: then it is not used again.
      if (buffer.length == BUFFER_BYTES) {
        var unused = idle.offer(buffer);
      }
    } finally {
      inUse.decrementAndGet();
    }
  }

  /** While many are in use, which means that many read slowly, further ones are small. */
  private byte[] take() {
    if (inUse.incrementAndGet() > MOST_LARGE) {
      return new byte[SMALL_BYTES];
    }
    byte[] kept = idle.poll();
    return kept == null ? new byte[BUFFER_BYTES] : kept;
  }

  private static int read(InputStream from, byte[] buffer, int wanted) throws StoreException {
    try {
      int count = from.read(buffer, 0, wanted);
      if (count > 0) {
        return count;
      }
    } catch (StoreException e) {
      throw e;
    } catch (IOException e) {
      throw new StoreException.Unavailable("the body broke off", e);
    }
    throw new StoreException.Unavailable("the body ended early");
  }

  private static void close(InputStream stream) {
    try {
      stream.close();
    } catch (IOException e) {
      LOG.debug("closing a read failed", e);
    }
  }
}
