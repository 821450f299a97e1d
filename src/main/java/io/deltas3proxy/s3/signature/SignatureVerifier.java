package io.deltas3proxy.s3.signature;

import io.deltas3proxy.s3.protocol.RawRequest;
import io.deltas3proxy.s3.protocol.S3ErrorCode;
import io.deltas3proxy.s3.protocol.S3Exception;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;

/** Holds what a request says of its signature against the request and the key. */
final class SignatureVerifier {

  private static final int MOST_KEYS = 10_000;

  private final SignatureSettings settings;
  private final Clock clock;
  private final SigningKeys keys = new SigningKeys(MOST_KEYS);

  SignatureVerifier(SignatureSettings settings, Clock clock) {
    this.settings = settings;
    this.clock = clock;
  }

  /**
   * Everything that needs no key: scope, time, and that what matters is signed.
   *
   * @throws S3Exception when it is not as it must be
   */
  void check(RawRequest request, PresentedSignature signature) {
    checkScope(signature);
    checkTime(signature);
    for (String name : request.headers().names()) {
      String lower = name.toLowerCase(Locale.ROOT);
      if (lower.startsWith("x-amz-") && !signature.signedHeaders().contains(lower)) {
        throw new S3Exception(
            S3ErrorCode.ACCESS_DENIED,
            "There were headers present in the request which were not signed");
      }
    }
  }

  /**
   * The key by which the signature was made.
   *
   * @param payloadHash as it stands in the canonical request
   * @throws S3Exception {@link S3ErrorCode#SIGNATURE_DOES_NOT_MATCH} when it was not by this secret
   */
  SigningKey verify(
      RawRequest request,
      PresentedSignature signature,
      String payloadHash,
      CredentialScope scope,
      String secretAccessKey) {
    SigningKey key = keys.of(secretAccessKey, scope);
    for (String canonical : CanonicalRequest.of(request, signature, payloadHash)) {
      String text =
          SignatureParser.ALGORITHM
              + '\n'
              + signature.stamp()
              + '\n'
              + scope.text()
              + '\n'
              + Digests.sha256Hex(canonical);
      if (Digests.same(key.sign(text), signature.value())) {
        return key;
      }
    }
    throw new S3Exception(S3ErrorCode.SIGNATURE_DOES_NOT_MATCH);
  }

  private void checkScope(PresentedSignature signature) {
    CredentialScope scope = signature.scope();
    if (!settings.regions().contains(scope.region())) {
      throw wrongRegion(signature, settings.regions().getFirst());
    }
    if (!scope.service().equals(settings.service())) {
      throw wrong(
          signature, "the service is wrong; this endpoint belongs to '" + settings.service() + "'");
    }
    if (!signature.stamp().startsWith(scope.day())) {
      throw wrong(signature, "the date of the Credential is not that of the request");
    }
  }

  /** Clients sign anew for the region that they find here, or in the header where no body is. */
  private static S3Exception wrongRegion(PresentedSignature signature, String expected) {
    return wrong(
            signature,
            "the region '"
                + signature.scope().region()
                + "' is wrong; expecting '"
                + expected
                + "'")
        .detail("Region", expected)
        .with(Map.of("x-amz-bucket-region", expected));
  }

  private static S3Exception wrong(PresentedSignature signature, String what) {
    return signature.presigned()
        ? new S3Exception(
            S3ErrorCode.AUTHORIZATION_QUERY_PARAMETERS_ERROR,
            "Error parsing the X-Amz-Credential parameter; " + what)
        : new S3Exception(
            S3ErrorCode.AUTHORIZATION_HEADER_MALFORMED,
            "The authorization header is malformed; " + what);
  }

  private void checkTime(PresentedSignature signature) {
    Instant now = clock.instant();
    Duration age = Duration.between(signature.moment(), now);
    Integer expiresSeconds = signature.expiresSeconds();
    if (expiresSeconds == null) {
      if (age.abs().compareTo(SignatureSettings.SKEW) > 0) {
        throw new S3Exception(S3ErrorCode.REQUEST_TIME_TOO_SKEWED);
      }
    } else if (age.negated().compareTo(SignatureSettings.SKEW) > 0) {
      throw new S3Exception(S3ErrorCode.ACCESS_DENIED, "Request is not yet valid");
    } else if (age.compareTo(settings.lifetime(expiresSeconds)) > 0) {
      throw new S3Exception(S3ErrorCode.ACCESS_DENIED, "Request has expired");
    }
  }
}
