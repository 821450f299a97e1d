package io.deltas3proxy.sts;

import io.deltas3proxy.accounts.AccountsUnavailableException;
import io.deltas3proxy.accounts.Identities;
import io.deltas3proxy.accounts.Identity;
import io.deltas3proxy.accounts.KeyLookup;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Verifies the signature of a request of STS: in the header, for the service {@code sts}, over the
 * hash of the body, which most SDKs do not name in a header.
 */
public final class SignedCaller implements CallerAuthentication {

  private static final Duration MOST_SKEW = Duration.ofMinutes(15);
  private static final String DATE = "x-amz-date";
  private static final String MAC = "HmacSHA256";

  private final Identities identities;
  private final List<String> regions;
  private final Clock clock;

  /**
   * Makes it.
   *
   * @param regions for which signatures are taken
   */
  public SignedCaller(Identities identities, List<String> regions, Clock clock) {
    this.identities = identities;
    this.regions = List.copyOf(regions);
    this.clock = clock;
  }

  @Override
  public Identity authenticate(HttpServletRequest request, String bodyHash)
      throws AccountsUnavailableException {
    FormSignature claimed = claimed(request);
    String time = only(request, DATE).orElseThrow(SignedCaller::incomplete);
    requireScope(claimed, time);
    requireHeaders(request, claimed);
    Optional<String> named = only(request, "x-amz-content-sha256");
    String token = only(request, "x-amz-security-token").orElse(null);
    KeyLookup lookup = identities.find(claimed.accessKeyId(), token);
    return switch (lookup) {
      case KeyLookup.Found found -> {
        String canonical = CanonicalForm.of(request, claimed.signedHeaders(), bodyHash);
        requireSignature(claimed, time, canonical, found.identity().secretAccessKey());
        if (named.isPresent() && !named.get().equals(bodyHash)) {
          throw mismatch();
        }
        yield found.identity();
      }
      case KeyLookup.Unknown unknown -> {
        // The same work as for a known key, so that time does not tell which there are.
        String canonical = CanonicalForm.of(request, claimed.signedHeaders(), bodyHash);
        requireSignature(claimed, time, canonical, "unknown");
        throw mismatch();
      }
      case KeyLookup.InvalidToken invalid ->
          throw new StsException(
              StsErrorCode.INVALID_CLIENT_TOKEN_ID,
              "The security token included in the request is invalid");
      case KeyLookup.ExpiredToken expired ->
          throw new StsException(
              StsErrorCode.EXPIRED_TOKEN, "The security token included in the request is expired");
    };
  }

  private static FormSignature claimed(HttpServletRequest request) {
    List<String> headers = Collections.list(request.getHeaders("Authorization"));
    if (headers.isEmpty()) {
      throw new StsException(
          StsErrorCode.MISSING_AUTHENTICATION_TOKEN,
          "The request must be signed in the header Authorization");
    }
    return (headers.size() == 1
            ? FormSignature.parse(headers.getFirst())
            : Optional.<FormSignature>empty())
        .orElseThrow(SignedCaller::incomplete);
  }

  private static Optional<String> only(HttpServletRequest request, String name) {
    List<String> values = Collections.list(request.getHeaders(name));
    if (values.size() > 1) {
      throw incomplete();
    }
    return values.stream().findFirst();
  }

  private void requireScope(FormSignature claimed, String time) {
    Instant signedAt = FormSignature.time(time).orElseThrow(SignedCaller::incomplete);
    if (!claimed.service().equals("sts")
        || !regions.contains(claimed.region())
        || !time.startsWith(claimed.date())) {
      throw new StsException(
          StsErrorCode.SIGNATURE_DOES_NOT_MATCH,
          "Credential should be scoped to the service sts, to a region of this endpoint and to the"
              + " date of the request");
    }
    if (Duration.between(signedAt, clock.instant()).abs().compareTo(MOST_SKEW) > 0) {
      throw new StsException(
          StsErrorCode.REQUEST_EXPIRED,
          "The difference between the time of the request and the current time is too large");
    }
  }

  /** What changes the meaning of a request must be signed, and what is signed must be there. */
  private static void requireHeaders(HttpServletRequest request, FormSignature claimed) {
    List<String> signed = claimed.signedHeaders();
    boolean whole = signed.contains("host") && signed.contains(DATE);
    for (String sent : Collections.list(request.getHeaderNames())) {
      String name = sent.toLowerCase(Locale.ROOT);
      whole &= !name.startsWith("x-amz-") || signed.contains(name);
    }
    for (String name : signed) {
      whole &= request.getHeader(name) != null;
    }
    if (!whole) {
      throw new StsException(
          StsErrorCode.SIGNATURE_DOES_NOT_MATCH,
          "host and every header x-amz-* must be signed, and every signed header be sent");
    }
  }

  private static void requireSignature(
      FormSignature claimed, String time, String canonical, String secret) {
    byte[] key = ("AWS4" + secret).getBytes(StandardCharsets.UTF_8);
    for (String part :
        List.of(claimed.date(), claimed.region(), claimed.service(), "aws4_request")) {
      key = mac(key, part);
    }
    String signature = HexFormat.of().formatHex(mac(key, claimed.stringToSign(time, canonical)));
    if (!MessageDigest.isEqual(ascii(signature), ascii(claimed.signature()))) {
      throw mismatch();
    }
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] mac(byte[] key, String text) {
    try {
      Mac mac = Mac.getInstance(MAC);
      mac.init(new SecretKeySpec(key, MAC));
      return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has " + MAC, e);
    }
  }

  private static StsException mismatch() {
    return new StsException(
        StsErrorCode.SIGNATURE_DOES_NOT_MATCH,
        "The request signature we calculated does not match the signature you provided. Check your"
            + " key and signing method.");
  }

  private static StsException incomplete() {
    return new StsException(
        StsErrorCode.INCOMPLETE_SIGNATURE,
        "The header Authorization or X-Amz-Date is not in the form of AWS4-HMAC-SHA256");
  }
}
