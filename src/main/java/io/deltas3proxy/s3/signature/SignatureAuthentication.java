package io.deltas3proxy.s3.signature;

import io.deltas3proxy.accounts.AccountsUnavailableException;
import io.deltas3proxy.accounts.Identities;
import io.deltas3proxy.accounts.Identity;
import io.deltas3proxy.accounts.KeyLookup;
import io.deltas3proxy.s3.protocol.RawRequest;
import io.deltas3proxy.s3.protocol.S3ErrorCode;
import io.deltas3proxy.s3.protocol.S3Exception;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Says who signed a request (Signature Version 4). A key that does not exist and a wrong secret are
 * answered alike, after the same work.
 */
public final class SignatureAuthentication {

  /** Stands for every key that does not exist. */
  private static final String NOBODY = "nobody";

  private final SignatureSettings settings;
  private final SignatureVerifier verifier;
  private final Identities identities;

  /** The secret of {@link #NOBODY}: nobody has it. */
  private final String nobodysSecret = UUID.randomUUID().toString();

  public SignatureAuthentication(SignatureSettings settings, Identities identities, Clock clock) {
    this.settings = settings;
    this.verifier = new SignatureVerifier(settings, clock);
    this.identities = identities;
  }

  /**
   * Who signed.
   *
   * @param payload what the body must be, and reads it so
   */
  public record Authenticated(Identity identity, Payload payload) {}

  /**
   * What the body of a request must be where nobody's signature is verified.
   *
   * @throws S3Exception when the request says nothing that can be understood
   */
  public static Payload unverified(RawRequest request) {
    return PayloadClaim.unverified(request);
  }

  /**
   * Verifies the signature of a request whose body is not read yet.
   *
   * @return empty when the request is not signed at all
   * @throws S3Exception when it is signed and not as it must be
   * @throws AccountsUnavailableException when it cannot be known
   */
  public Optional<Authenticated> authenticate(RawRequest request)
      throws AccountsUnavailableException {
    return authenticate(request, null);
  }

  /**
   * Verifies the signature of a request whose body was read.
   *
   * @param bodyHash SHA-256 of the body in lower-case hexadecimal digits: what the signature must
   *     be for where the request does not say; what it says must be this
   */
  public Optional<Authenticated> authenticate(RawRequest request, @Nullable String bodyHash)
      throws AccountsUnavailableException {
    Optional<PresentedSignature> presented = SignatureParser.parse(request);
    if (presented.isEmpty()) {
      return Optional.empty();
    }
    PresentedSignature signature = presented.get();
    verifier.check(request, signature);
    PayloadClaim claim = PayloadClaim.of(request, signature, bodyHash, settings.unsignedPayload());
    KeyLookup found = identities.find(signature.scope().accessKeyId(), signature.sessionToken());
    return Optional.of(
        switch (found) {
          case KeyLookup.Found known -> verified(request, signature, claim, known.identity());
          case KeyLookup.Unknown unknown ->
              throw refused(
                  request,
                  signature,
                  claim,
                  // As for a key that exists and has no token: else this would tell of it.
                  signature.sessionToken() == null
                      ? S3ErrorCode.SIGNATURE_DOES_NOT_MATCH
                      : S3ErrorCode.INVALID_TOKEN);
          case KeyLookup.InvalidToken invalid ->
              throw refused(request, signature, claim, S3ErrorCode.INVALID_TOKEN);
          case KeyLookup.ExpiredToken expired -> throw new S3Exception(S3ErrorCode.EXPIRED_TOKEN);
        });
  }

  private Authenticated verified(
      RawRequest request, PresentedSignature signature, PayloadClaim claim, Identity identity) {
    CredentialScope scope = signature.scope();
    SigningKey key =
        verifier.verify(
            request, signature, claim.canonicalHash(), scope, identity.secretAccessKey());
    return new Authenticated(
        identity, claim.payload(new ChunkSigner(key, signature.stamp(), scope, signature.value())));
  }

  private S3Exception refused(
      RawRequest request, PresentedSignature signature, PayloadClaim claim, S3ErrorCode code) {
    CredentialScope said = signature.scope();
    CredentialScope nobodys =
        new CredentialScope(NOBODY, said.day(), said.region(), said.service());
    try {
      verifier.verify(request, signature, claim.canonicalHash(), nobodys, nobodysSecret);
    } catch (S3Exception e) {
      return e.code() == S3ErrorCode.SIGNATURE_DOES_NOT_MATCH ? new S3Exception(code) : e;
    }
    return new S3Exception(code);
  }
}
