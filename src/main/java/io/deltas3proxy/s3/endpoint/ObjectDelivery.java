package io.deltas3proxy.s3.endpoint;

import io.deltas3proxy.access.Caller;
import io.deltas3proxy.delta.TableUnavailableException;
import io.deltas3proxy.http.RequestContext;
import io.deltas3proxy.s3.protocol.ObjectRead;
import io.deltas3proxy.s3.protocol.S3ErrorCode;
import io.deltas3proxy.s3.protocol.S3Exception;
import io.deltas3proxy.storage.ObjectContent;
import io.deltas3proxy.storage.ObjectStore;
import io.deltas3proxy.storage.StoreException;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers GET and HEAD of an object that may be read. */
final class ObjectDelivery {

  private static final Logger LOG = LoggerFactory.getLogger(ObjectDelivery.class);
  private static final int MOST_IDLE_BUFFERS = 64;
  private static final int MOST_LARGE_BUFFERS = 256;

  /** The one version that an unversioned bucket knows. */
  private static final String NULL_VERSION = "null";

  private final Redirection redirection;
  private final BufferPool buffers = new BufferPool(MOST_IDLE_BUFFERS, MOST_LARGE_BUFFERS);

  ObjectDelivery(RetrievalSettings settings) {
    this.redirection = new Redirection(settings);
  }

  void head(
      ReadableObject object, ObjectRead read, CallerStores stores, HttpServletResponse response)
      throws IOException, TableUnavailableException {
    requireCurrentVersion(read);
    ObjectStore store = object.store(stores);
    ObjectHeaders.write(response, read, store.head(read.request(object.address())));
  }

  void get(
      ReadableObject object,
      ObjectRead read,
      Caller caller,
      CallerStores stores,
      HttpServletRequest request,
      HttpServletResponse response)
      throws IOException, TableUnavailableException {
    requireCurrentVersion(read);
    ObjectStore store = object.store(stores);
    Optional<URI> url = redirection.of(object, store, read, caller, new ServletHeaders(request));
    if (url.isPresent()) {
      redirect(url.get(), RequestContext.of(request), response);
    } else {
      ObjectContent content = store.get(read.request(object.address()));
      stream(content, read, RequestContext.of(request), response);
    }
  }

  private static void requireCurrentVersion(ObjectRead read) {
    requireCurrentVersion(read.versionId());
  }

  /** What has no versions has one, without a name. */
  static void requireCurrentVersion(@Nullable String version) {
    if (version != null && !version.equals(NULL_VERSION)) {
      throw new S3Exception(S3ErrorCode.NO_SUCH_VERSION);
    }
  }

  private static void redirect(URI url, RequestContext context, HttpServletResponse response) {
    // The query opens the object to everybody: it is never logged.
    LOG.info(
        "{}: redirected to {}://{}{}",
        context.requestId(),
        url.getScheme(),
        url.getRawAuthority(),
        url.getRawPath());
    response.setStatus(HttpServletResponse.SC_TEMPORARY_REDIRECT);
    response.setHeader("Location", url.toString());
    response.setHeader("Cache-Control", "no-store");
    response.setContentLength(0);
  }

  private void stream(
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
