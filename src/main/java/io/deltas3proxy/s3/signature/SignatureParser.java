package io.deltas3proxy.s3.signature;

import io.deltas3proxy.s3.protocol.HttpDates;
import io.deltas3proxy.s3.protocol.QueryParameters;
import io.deltas3proxy.s3.protocol.RawRequest;
import io.deltas3proxy.s3.protocol.RequestHeaders;
import io.deltas3proxy.s3.protocol.S3ErrorCode;
import io.deltas3proxy.s3.protocol.S3Exception;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads the signature of a request, from the header {@code Authorization} or the query, strictly:
 * anybody may send it, so each character is looked at a bounded number of times.
 */
final class SignatureParser {

  static final String ALGORITHM = "AWS4-HMAC-SHA256";

  private static final int MOST_CHARACTERS = 16 * 1024;
  private static final int SIGNATURE_CHARACTERS = 64;
  private static final int MOST_EXPIRES_SECONDS = 604_800;
  private static final int MOST_SIGNED_HEADERS = 100;

  private SignatureParser() {}

  /**
   * The signature of a request; empty when it carries none.
   *
   * @throws S3Exception when there is one that is not well-formed, or of another version
   */
  static Optional<PresentedSignature> parse(RawRequest request) {
    List<String> authorization = request.headers().values("Authorization");
    QueryParameters query = request.parameters();
    boolean inQuery =
        query.has("x-amz-algorithm")
            || query.has("x-amz-credential")
            || query.has("x-amz-signature");
    if (authorization.size() > 1 || (inQuery && !authorization.isEmpty())) {
      throw new S3Exception(
          S3ErrorCode.INVALID_ARGUMENT,
          "Only one auth mechanism allowed; only the X-Amz-Algorithm query parameter or the"
              + " Authorization header should be specified");
    }
    if (inQuery) {
      return Optional.of(ofQuery(query));
    }
    return authorization.isEmpty()
        ? Optional.empty()
        : Optional.of(ofHeader(authorization.getFirst(), request.headers()));
  }

  private static PresentedSignature ofHeader(String value, RequestHeaders headers) {
    if (value.length() > MOST_CHARACTERS) {
      throw malformed("it is too long");
    }
    int space = value.indexOf(' ');
    String algorithm = space < 0 ? value : value.substring(0, space);
    if (!algorithm.equals(ALGORITHM)) {
      throw unsupported(algorithm);
    }
    Map<String, String> parts = new HashMap<>();
    for (String part : value.substring(algorithm.length()).split(",", 4)) {
      String text = part.strip();
      int equals = text.indexOf('=');
      if (equals < 0 || parts.put(text.substring(0, equals), text.substring(equals + 1)) != null) {
        throw malformed("it must have Credential, SignedHeaders and Signature, each once");
      }
    }
    String credential = parts.get("Credential");
    String signedHeaders = parts.get("SignedHeaders");
    String signature = parts.get("Signature");
    if (credential == null || signedHeaders == null || signature == null || parts.size() != 3) {
      throw malformed("it must have Credential, SignedHeaders and Signature, each once");
    }
    CredentialScope scope = CredentialScope.parse(credential);
    List<String> names = headerNames(signedHeaders);
    if (scope == null || names.isEmpty() || !isSignature(signature)) {
      throw malformed(
          scope == null
              ? "the Credential must be <key id>/YYYYMMDD/<region>/<service>/aws4_request"
              : "SignedHeaders must be sorted lower-case names with host among them, and Signature"
                  + " 64 lower-case hexadecimal digits");
    }
    Instant moment = momentOf(headers);
    return new PresentedSignature(
        scope,
        names,
        signature,
        AmzDate.format(moment),
        moment,
        null,
        headers.only("x-amz-security-token").orElse(null));
  }

  /** The date of the signature: {@code x-amz-date}, else {@code Date}. */
  private static Instant momentOf(RequestHeaders headers) {
    List<String> dates = headers.values("x-amz-date");
    Instant moment =
        switch (dates.size()) {
          case 0 -> headers.only("Date").flatMap(SignatureParser::anyDate).orElse(null);
          case 1 -> AmzDate.parse(dates.getFirst().strip());
          default -> null;
        };
    if (moment == null) {
      throw new S3Exception(
          S3ErrorCode.ACCESS_DENIED,
          "AWS authentication requires a valid Date or x-amz-date header");
    }
    return moment;
  }

  private static Optional<Instant> anyDate(String value) {
    return Optional.ofNullable(AmzDate.parse(value.strip())).or(() -> HttpDates.parse(value));
  }

  private static PresentedSignature ofQuery(QueryParameters query) {
    String algorithm = query.get("x-amz-algorithm");
    if (algorithm != null && !algorithm.equals(ALGORITHM)) {
      throw unsupported(algorithm);
    }
    String credential = query.get("x-amz-credential");
    String signedHeaders = query.get("x-amz-signedheaders");
    String signature = query.get("x-amz-signature");
    String date = query.get("x-amz-date");
    String expires = query.get("x-amz-expires");
    if (algorithm == null
        || credential == null
        || signedHeaders == null
        || signature == null
        || date == null
        || expires == null) {
      throw wrongQuery(
          "Query-string authentication version 4 requires the X-Amz-Algorithm, X-Amz-Credential,"
              + " X-Amz-Signature, X-Amz-Date, X-Amz-SignedHeaders, and X-Amz-Expires parameters.");
    }
    CredentialScope scope = CredentialScope.parse(credential);
    List<String> names = headerNames(signedHeaders);
    Instant moment = AmzDate.parse(date);
    if (scope == null || names.isEmpty() || !isSignature(signature) || moment == null) {
      throw wrongQuery(
          scope == null
              ? "Error parsing the X-Amz-Credential parameter; it must be"
                  + " \"<YOUR-AKID>/YYYYMMDD/REGION/SERVICE/aws4_request\"."
              : "X-Amz-SignedHeaders, X-Amz-Signature or X-Amz-Date is not well-formed.");
    }
    return new PresentedSignature(
        scope, names, signature, date, moment, seconds(expires), query.get("x-amz-security-token"));
  }

  private static int seconds(String expires) {
    boolean digits =
        !expires.isEmpty()
            && expires.length() <= 9
            && expires.chars().allMatch(c -> c >= '0' && c <= '9');
    int seconds = digits ? Integer.parseInt(expires) : 0;
    if (seconds < 1 || seconds > MOST_EXPIRES_SECONDS) {
      throw wrongQuery("X-Amz-Expires must be a number of seconds from 1 to 604800");
    }
    return seconds;
  }

  /** The names of signed headers, or none where the list is not as it must be. */
  private static List<String> headerNames(String text) {
    List<String> names = List.of(text.split(";", MOST_SIGNED_HEADERS + 1));
    String before = "";
    for (String name : names) {
      if (name.compareTo(before) <= 0 || !isLowerCaseToken(name)) {
        return List.of();
      }
      before = name;
    }
    return names.contains("host") && names.size() <= MOST_SIGNED_HEADERS ? names : List.of();
  }

  private static boolean isLowerCaseToken(String name) {
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      boolean allowed =
          (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || "!#$%&'*+-.^_`|~".indexOf(c) >= 0;
      if (!allowed) {
        return false;
      }
    }
    return true;
  }

  static boolean isSignature(@Nullable String text) {
    return text != null
        && text.length() == SIGNATURE_CHARACTERS
        && text.chars().allMatch(c -> (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'));
  }

  private static S3Exception malformed(String what) {
    return new S3Exception(
        S3ErrorCode.AUTHORIZATION_HEADER_MALFORMED,
        "The authorization header is malformed; " + what + ".");
  }

  private static S3Exception wrongQuery(String message) {
    return new S3Exception(S3ErrorCode.AUTHORIZATION_QUERY_PARAMETERS_ERROR, message);
  }

  /** Versions 2 and 4A of S3's own are known by name, to say what to do. */
  private static S3Exception unsupported(String algorithm) {
    boolean known = algorithm.equals("AWS") || algorithm.startsWith("AWS4-");
    return known
        ? new S3Exception(
            S3ErrorCode.INVALID_REQUEST,
            "The authorization mechanism you have provided is not supported. Please use"
                + " AWS4-HMAC-SHA256.")
        : new S3Exception(S3ErrorCode.INVALID_ARGUMENT, "Unsupported Authorization Type");
  }
}
