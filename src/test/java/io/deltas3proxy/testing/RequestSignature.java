package io.deltas3proxy.testing;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Signs requests by Signature Version 4, target and headers byte for byte as they are sent. Nothing
 * of the product is used here.
 *
 * @param sessionToken {@code null} for a lasting key
 */
public record RequestSignature(
    String accessKeyId,
    String secretAccessKey,
    @Nullable String sessionToken,
    String region,
    String service) {

  public static final String UNSIGNED = "UNSIGNED-PAYLOAD";

  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  /** For S3. */
  public static RequestSignature s3(String accessKeyId, String secretAccessKey) {
    return new RequestSignature(accessKeyId, secretAccessKey, null, "us-east-1", "s3");
  }

  public RequestSignature withToken(@Nullable String token) {
    return new RequestSignature(accessKeyId, secretAccessKey, token, region, service);
  }

  /** SHA-256 in lower-case hexadecimal digits. */
  public static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * The header lines that sign a request of S3, whose body may be anything.
   *
   * @param more headers, by lower-case name, that are sent and signed; {@code host} is signed
   */
  public List<String> lines(String method, String target, Map<String, String> more, Instant time) {
    Map<String, String> headers = new TreeMap<>(more);
    headers.put("x-amz-content-sha256", UNSIGNED);
    return lines(method, target, headers, UNSIGNED, time);
  }

  /** The same for any service, with the hash of the body, which no header names. */
  public List<String> lines(
      String method, String target, Map<String, String> more, String bodyHash, Instant time) {
    Map<String, String> headers = new TreeMap<>(more);
    headers.put("x-amz-date", STAMP.format(time));
    if (sessionToken != null) {
      headers.put("x-amz-security-token", sessionToken);
    }
    List<String> lines = new ArrayList<>();
    headers.forEach((name, value) -> lines.add(name + ": " + value));
    String names = String.join(";", headers.keySet());
    lines.add(
        "Authorization: AWS4-HMAC-SHA256 Credential="
            + accessKeyId
            + "/"
            + scope(time)
            + ",SignedHeaders="
            + names
            + ",Signature="
            + signature(method, target, headers, bodyHash, time));
    return lines;
  }

  /**
   * A target with a signature in its query that is good for five minutes.
   *
   * @param bodyHash what is signed of the body
   */
  public String presigned(String target, String host, String bodyHash, Instant time) {
    return presigned(target, host, bodyHash, time, 300);
  }

  /** The same, good for so many seconds. */
  public String presigned(
      String target, String host, String bodyHash, Instant time, int expiresSeconds) {
    int mark = target.indexOf('?');
    String path = mark < 0 ? target : target.substring(0, mark);
    String token =
        sessionToken == null ? "" : "&X-Amz-Security-Token=" + sessionToken.replace("=", "%3D");
    String query =
        "X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential="
            + (accessKeyId + "/" + scope(time)).replace("/", "%2F")
            + "&X-Amz-Date="
            + STAMP.format(time)
            + "&X-Amz-Expires="
            + expiresSeconds
            + "&X-Amz-SignedHeaders=host"
            + token
            + (mark < 0 ? "" : "&" + target.substring(mark + 1));
    String sorted = Stream.of(query.split("&", -1)).sorted().collect(Collectors.joining("&"));
    Map<String, String> headers = Map.of("host", host);
    return path
        + "?"
        + sorted
        + "&X-Amz-Signature="
        + signature("GET", path + "?" + sorted, headers, bodyHash, time);
  }

  private String scope(Instant time) {
    return STAMP.format(time).substring(0, 8) + "/" + region + "/" + service + "/aws4_request";
  }

  private String signature(
      String method, String target, Map<String, String> headers, String bodyHash, Instant time) {
    int mark = target.indexOf('?');
    StringBuilder canonical = new StringBuilder(method).append('\n');
    canonical.append(mark < 0 ? target : target.substring(0, mark)).append('\n');
    canonical.append(mark < 0 ? "" : target.substring(mark + 1)).append('\n');
    headers.forEach((name, value) ->
        canonical.append(name).append(':').append(value.replaceAll(" +", " ")).append('\n'));
    canonical.append('\n').append(String.join(";", headers.keySet())).append('\n').append(bodyHash);
    String hash = sha256(canonical.toString().getBytes(StandardCharsets.UTF_8));
    byte[] key = ("AWS4" + secretAccessKey).getBytes(StandardCharsets.UTF_8);
    for (String part : scope(time).split("/", -1)) {
      key = hmac(key, part);
    }
    String text = "AWS4-HMAC-SHA256\n" + STAMP.format(time) + "\n" + scope(time) + "\n" + hash;
    return HexFormat.of().formatHex(hmac(key, text));
  }

  private static byte[] hmac(byte[] key, String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
