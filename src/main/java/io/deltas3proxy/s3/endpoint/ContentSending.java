package io.deltas3proxy.s3.endpoint;

import io.deltas3proxy.http.RequestContext;
import io.deltas3proxy.s3.protocol.ObjectRead;
import io.deltas3proxy.storage.ObjectContent;
import io.deltas3proxy.storage.StoreException;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends bodies of objects from wherever they come, through buffers that are used again. */
public final class ContentSending {

  private static final Logger LOG = LoggerFactory.getLogger(ContentSending.class);
  private static final int MOST_IDLE_BUFFERS = 64;
  private static final int MOST_LARGE_BUFFERS = 256;

  private final BufferPool buffers = new BufferPool(MOST_IDLE_BUFFERS, MOST_LARGE_BUFFERS);

  /**
   * Sends exactly what is promised, or throws. The content is closed in any case.
   *
   * @param read what the client asked
   */
  public void send(
      ObjectContent content, ObjectRead read, RequestContext context, HttpServletResponse response)
      throws IOException {
    byte[] buffer = buffers.take();
    boolean sent = false;
    try {
      ObjectHeaders.write(response, read, content.head());
      context.markProxied();
      copy(content, buffer, response.getOutputStream(), context);
      sent = true;
    } finally {
      if (sent) {
        buffers.giveBack(buffer);
      } else {
        // After a failure the server may still hold the buffer.
        buffers.drop();
      }
      close(content, context);
    }
  }

  /** Sends exactly the promised bytes, or throws. */
  private static void copy(
      ObjectContent content, byte[] buffer, ServletOutputStream out, RequestContext context)
      throws IOException {
    InputStream body = content.body();
    long left = content.head().length();
    while (left > 0) {
      int count = read(body, buffer, (int) Math.min(buffer.length, left));
      out.write(buffer, 0, count);
      context.addBytesSent(count);
      left -= count;
    }
  }

  private static int read(InputStream body, byte[] buffer, int wanted) throws StoreException {
    try {
      int count = body.read(buffer, 0, wanted);
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

  /** The answer is decided by what was read; a connection that closes badly changes nothing. */
  private static void close(ObjectContent content, RequestContext context) {
    try {
      content.close();
    } catch (IOException e) {
      LOG.debug("{}: closing a read failed", context.requestId(), e);
    }
  }
}
