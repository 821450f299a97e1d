package io.deltas3proxy.deploy;

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
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Signs what the raw client sends, target and headers byte for byte as they are sent. */
final class RawSignature {

  static final String KEY_ID = "READEROFTHETESTS0001";
  static final String SECRET = "secret/of+the=tests";
  static final String REGION = "us-east-1";

  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  private RawSignature() {}

  /**
   * The header lines that sign a request.
   *
   * @param more further headers, by lower-case name, that are sent and signed
   */
  static List<String> lines(String method, String target, String host, Map<String, String> more) {
    String stamp = STAMP.format(Instant.now());
    String scope = stamp.substring(0, 8) + "/" + REGION + "/s3/aws4_request";
    Map<String, String> headers = new TreeMap<>(more);
    headers.put("x-amz-content-sha256", "UNSIGNED-PAYLOAD");
    headers.put("x-amz-date", stamp);
    List<String> lines = new ArrayList<>();
    headers.forEach((name, value) -> lines.add(name + ": " + value));
    headers.put("host", host);
    int mark = target.indexOf('?');
    StringBuilder canonical = new StringBuilder(method).append('\n');
    canonical.append(mark < 0 ? target : target.substring(0, mark)).append('\n');
    canonical.append(mark < 0 ? "" : target.substring(mark + 1)).append('\n');
    headers.forEach((name, value) -> canonical.append(name).append(':').append(value).append('\n'));
    String names = String.join(";", headers.keySet());
    canonical.append('\n').append(names).append("\nUNSIGNED-PAYLOAD");
    String text = "AWS4-HMAC-SHA256\n" + stamp + "\n" + scope + "\n" + sha256(canonical.toString());
    lines.add(
        "Authorization: AWS4-HMAC-SHA256 Credential="
            + KEY_ID
            + "/"
            + scope
            + ",SignedHeaders="
            + names
            + ",Signature="
            + signature(scope, text));
    return lines;
  }

  private static String signature(String scope, String text) {
    byte[] key = ("AWS4" + SECRET).getBytes(StandardCharsets.UTF_8);
    for (String part : scope.split("/", -1)) {
      key = hmac(key, part);
    }
    return HexFormat.of().formatHex(hmac(key, text));
  }

  private static String sha256(String text) {
    try {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
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
