package io.deltas3proxy.sts;

import io.deltas3proxy.accounts.AccountsUnavailableException;
import io.deltas3proxy.accounts.Identity;
import io.deltas3proxy.s3.protocol.RawRequest;
import io.deltas3proxy.s3.protocol.S3Exception;
import io.deltas3proxy.s3.signature.SignatureAuthentication;
import io.deltas3proxy.s3.signature.SignatureAuthentication.Authenticated;
import jakarta.servlet.http.HttpServletRequest;
import java.util.function.Function;

/** Asks the verifier of signatures, and says what it answers in the words of STS. */
public final class SignedCaller implements CallerAuthentication {

  private final SignatureAuthentication authentication;
  private final Function<HttpServletRequest, RawRequest> reader;

  /**
   * Makes it.
   *
   * @param authentication for the service {@code sts}, where no body is left out of a signature
   * @param reader of requests as they were sent
   */
  public SignedCaller(
      SignatureAuthentication authentication, Function<HttpServletRequest, RawRequest> reader) {
    this.authentication = authentication;
    this.reader = reader;
  }

  @Override
  public Identity authenticate(HttpServletRequest request, String bodyHash)
      throws AccountsUnavailableException {
    try {
      return authentication
          .authenticate(reader.apply(request), bodyHash)
          .map(Authenticated::identity)
          .orElseThrow(() ->
              new StsException(
                  StsErrorCode.MISSING_AUTHENTICATION_TOKEN, "The request must be signed"));
    } catch (S3Exception refusal) {
      throw translated(refusal);
    }
  }

  private static StsException translated(S3Exception refusal) {
    StsErrorCode code =
        switch (refusal.code()) {
          case SIGNATURE_DOES_NOT_MATCH, X_AMZ_CONTENT_SHA256_MISMATCH ->
              StsErrorCode.SIGNATURE_DOES_NOT_MATCH;
          case INVALID_TOKEN -> StsErrorCode.INVALID_CLIENT_TOKEN_ID;
          case EXPIRED_TOKEN -> StsErrorCode.EXPIRED_TOKEN;
          case REQUEST_TIME_TOO_SKEWED -> StsErrorCode.REQUEST_EXPIRED;
          // Whatever else the verifier finds is something amiss in what belongs to the signature.
          default -> StsErrorCode.INCOMPLETE_SIGNATURE;
        };
    return new StsException(code, refusal.text());
  }
}
