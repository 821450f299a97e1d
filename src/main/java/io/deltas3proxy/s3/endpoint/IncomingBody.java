package io.deltas3proxy.s3.endpoint;

import io.deltas3proxy.http.RequestContext;
import io.deltas3proxy.s3.protocol.DocumentBody;
import io.deltas3proxy.s3.protocol.S3ErrorCode;
import io.deltas3proxy.s3.protocol.S3Exception;
import io.deltas3proxy.s3.signature.DeclaredBody;
import io.deltas3proxy.storage.PutRequest;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The body of a request that writes. Opening it is what lets a client that waits ({@code Expect:
 * 100-continue}) send it, so that nobody opens it before the request was let pass.
 */
public record IncomingBody(HttpServletRequest request) {

  /**
   * The body, checked against all that was said of it before its last byte is given.
   *
   * @param length in bytes
   * @param digests by lower-case header; others are passed over
   */
  public InputStream open(long length, Map<String, String> digests) throws IOException {
    InputStream received =
        new ReceivedBody(request.getInputStream(), length, RequestContext.of(request));
    return DeclaredBody.of(received, digests);
  }

  /** A whole document: of at most {@link DocumentBody#MOST_BYTES}. */
  public byte[] document(DocumentBody body) throws IOException {
    try (InputStream in = open(body.length(), body.digests())) {
      return in.readAllBytes();
    }
  }

  /** The checksum that follows the body; {@code null} for none. */
  public PutRequest.@Nullable Trailer trailer() {
    VerifiedBodyRequest verified = VerifiedBodyRequest.of(request);
    Set<String> names = verified == null ? Set.of() : verified.trailers();
    if (verified == null || names.isEmpty()) {
      return null;
    }
    if (names.size() > 1) {
      throw new S3Exception(
          S3ErrorCode.INVALID_REQUEST, "Expecting a single checksum in the trailer");
    }
    String name = names.iterator().next();
    return new PutRequest.Trailer(
        name,
        () ->
            verified
                .trailer(name)
                .orElseThrow(() -> new S3Exception(S3ErrorCode.MALFORMED_TRAILER)));
  }
}
