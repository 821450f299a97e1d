package io.deltas3proxy.s3.endpoint;

import io.deltas3proxy.access.Caller;
import io.deltas3proxy.delta.TableUnavailableException;
import io.deltas3proxy.http.RequestContext;
import io.deltas3proxy.s3.protocol.ObjectRead;
import io.deltas3proxy.s3.protocol.S3ErrorCode;
import io.deltas3proxy.s3.protocol.S3Exception;
import io.deltas3proxy.storage.ObjectContent;
import io.deltas3proxy.storage.ObjectStore;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers GET and HEAD of an object that may be read. */
final class ObjectDelivery {

  private static final Logger LOG = LoggerFactory.getLogger(ObjectDelivery.class);

  /** The one version that an unversioned bucket knows. */
  private static final String NULL_VERSION = "null";

  private final Redirection redirection;
  private final ContentSending sending = new ContentSending();

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
      sending.send(content, read, RequestContext.of(request), response);
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
}
