package io.deltas3proxy.s3.protocol;

import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a request says of its signer (Signature Version 4, header or query). Nothing of it is
 * verified.
 */
public final class ClaimedCredential {

  static final ClaimedCredential NONE = new ClaimedCredential(null, () -> false);

  /** In a URL that was presigned by Signature Version 2. */
  private static final String VERSION_2_KEY = "AWSAccessKeyId";

  /** Example: {@code AWS4-HMAC-SHA256 Credential=AKID/20260101/us-east-1/s3/aws4_request, ...}. */
  private static final String ALGORITHM = "AWS4-HMAC-SHA256";

  private static final String CREDENTIAL = "Credential=";

  /** Example: {@code AKID/20260101/us-east-1/s3/aws4_request}. */
  private static final String SCOPED = "[^,/\\s]+/\\d{8}/[^,/\\s]+/[^,/\\s]+/aws4_request";

  /** Example: the SHA-256 of something, {@code e3b0c44298fc1c149afbf4c8996fb924...}. */
  private static final String SIGNATURE = "[0-9a-f]{64}";

  /** The whole header, as every client writes it. */
  private static final Pattern WHOLE_AUTHORIZATION =
      Pattern.compile(
          "AWS4-HMAC-SHA256\\s+Credential="
              + SCOPED
              + "\\s*,\\s*SignedHeaders=[^,\\s]+\\s*,\\s*Signature="
              + SIGNATURE);

  /** What a presigned URL carries. The example of a date is {@code 20260101T000000Z}. */
  private static final Map<String, Pattern> WHOLE_QUERY =
      Map.of(
          "x-amz-algorithm", Pattern.compile("AWS4-HMAC-SHA256"),
          "x-amz-credential", Pattern.compile(SCOPED),
          "x-amz-date", Pattern.compile("\\d{8}T\\d{6}Z"),
          "x-amz-signedheaders", Pattern.compile("\\S+"),
          "x-amz-signature", Pattern.compile(SIGNATURE));

  /** Example: {@code AKIAIOSFODNN7EXAMPLE}. */
  private static final Pattern ACCESS_KEY_ID = Pattern.compile("[A-Za-z0-9_.@=+-]{1,128}");

  private final @Nullable String accessKeyId;
  private final BooleanSupplier whole;

  private ClaimedCredential(@Nullable String accessKeyId, BooleanSupplier whole) {
    this.accessKeyId = accessKeyId;
    this.whole = whole;
  }

  /** {@code null} when the request names none that looks like one. */
  public @Nullable String accessKeyId() {
    return accessKeyId;
  }

  /** Whether the request carries all that belongs to a signature, each part in its form. */
  public boolean signed() {
    return whole.getAsBoolean();
  }

  /** Reads the claim; more than one of them is refused. */
  public static ClaimedCredential of(RequestHeaders headers, QueryParameters query) {
    if (query.has(VERSION_2_KEY)) {
      // Some SDKs presign so unless told otherwise; S3's newer regions answer the same.
      throw new S3Exception(
          S3ErrorCode.INVALID_REQUEST,
          "The authorization mechanism you have provided is not supported. Please use"
              + " AWS4-HMAC-SHA256.");
    }
    List<String> authorization = headers.values("Authorization");
    boolean inQuery =
        query.has("x-amz-algorithm")
            || query.has("x-amz-credential")
            || query.has("x-amz-signature");
    if (authorization.size() > 1 || (!authorization.isEmpty() && inQuery)) {
      throw new S3Exception(
          S3ErrorCode.INVALID_ARGUMENT,
          "Only one auth mechanism allowed; only the X-Amz-Algorithm query parameter or the"
              + " Authorization header should be specified");
    }
    if (inQuery) {
      String credential = query.get("x-amz-credential");
      String id = credential == null ? "" : credential.split("/", 2)[0];
      return new ClaimedCredential(plausible(id), () -> isWhole(query));
    }
    if (authorization.isEmpty()) {
      return NONE;
    }
    return ofHeader(authorization.getFirst());
  }

  /** Passes over the text without going back: anybody may send it, before any check. */
  private static ClaimedCredential ofHeader(String value) {
    int credential = value.indexOf(CREDENTIAL);
    int id = credential + CREDENTIAL.length();
    int end = value.indexOf('/', id);
    boolean named =
        value.startsWith(ALGORITHM)
            && credential > ALGORITHM.length()
            && Character.isWhitespace(value.charAt(ALGORITHM.length()))
            && end >= 0;
    return named
        ? new ClaimedCredential(
            plausible(value.substring(id, end)), () -> WHOLE_AUTHORIZATION.matcher(value).matches())
        : NONE;
  }

  private static boolean isWhole(QueryParameters query) {
    return WHOLE_QUERY.entrySet().stream()
        .allMatch(part -> {
          String value = query.get(part.getKey());
          return value != null && part.getValue().matcher(value).matches();
        });
  }

  /** What could not be an access key id is not carried into logs and metrics. */
  private static @Nullable String plausible(String id) {
    return ACCESS_KEY_ID.matcher(id).matches() ? id : null;
  }
}
