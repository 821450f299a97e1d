package io.deltas3proxy.s3.signature;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A signature as a request carries it, well-formed and not verified.
 *
 * @param signedHeaders lower case, in ascending order, {@code host} among them
 * @param value 64 lower-case hexadecimal digits
 * @param stamp when it was made, as signed: for example {@code 20130524T000000Z}
 * @param moment the same
 * @param expiresSeconds how long a presigned URL is good, 1 to 604,800; {@code null} for a header
 * @param sessionToken {@code null} without one
 */
record PresentedSignature(
    CredentialScope scope,
    List<String> signedHeaders,
    String value,
    String stamp,
    Instant moment,
    @Nullable Integer expiresSeconds,
    @Nullable String sessionToken) {

  /** Whether it stands in the query, as a presigned URL has it. */
  boolean presigned() {
    return expiresSeconds != null;
  }
}
