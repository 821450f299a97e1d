package io.deltas3proxy.s3.signature;

import io.deltas3proxy.s3.protocol.RawRequest;
import io.deltas3proxy.s3.protocol.RequestHeaders;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
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
 * A request that somebody signs, rightly unless a test says otherwise. What is signed is written
 * out by the test: nothing of the verifier is used here.
 */
final class Attempt {

  static final String KEY_ID = "AKIAIOSFODNN7EXAMPLE";
  static final String SECRET = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
  static final String EMPTY = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

  private final List<String[]> lines = new ArrayList<>();
  private final TreeMap<String, String> signed = new TreeMap<>();
  private String method = "GET";
  private String path = "/datalake/lake/file";
  private String canonicalPath = path;
  private @Nullable String query;
  private String canonicalQuery = "";
  private String keyId = KEY_ID;
  private String secret = SECRET;
  private String stamp = "20260131T120000Z";
  private String scope = "20260131/eu-west-1/s3/aws4_request";
  private String payload = EMPTY;
  private @Nullable String names;

  Attempt() {
    signedHeader("host", "localhost:8080");
  }

  Attempt method(String name) {
    method = name;
    return this;
  }

  /** The path as it is sent, and as it is signed. */
  Attempt path(String sent, String canonical) {
    path = sent;
    canonicalPath = canonical;
    return this;
  }

  /** The query as it is sent, and as it is signed. */
  Attempt query(String sent, String canonical) {
    query = sent;
    canonicalQuery = canonical;
    return this;
  }

  Attempt key(String id, String secretAccessKey) {
    keyId = id;
    secret = secretAccessKey;
    return this;
  }

  Attempt at(String amzDate) {
    stamp = amzDate;
    return this;
  }

  Attempt scope(String text) {
    scope = text;
    return this;
  }

  Attempt payload(String claim) {
    payload = claim;
    return this;
  }

  /** A header that is sent, and not signed. */
  Attempt header(String name, String value) {
    lines.add(new String[] {name, value});
    return this;
  }

  Attempt signedHeader(String name, String value) {
    return header(name, value).signing(name, value);
  }

  /** A value that is signed, whatever is sent. */
  Attempt signing(String name, String value) {
    signed.put(name, value);
    return this;
  }

  Attempt without(String name) {
    lines.removeIf(line -> line[0].equalsIgnoreCase(name));
    signed.remove(name);
    return this;
  }

  /** Names signed headers as the text says. */
  Attempt naming(String signedHeaders) {
    names = signedHeaders;
    return this;
  }

  /** Signed by the header Authorization, dated by {@code x-amz-date}. */
  RawRequest inHeader() {
    return signedHeader("x-amz-date", stamp).dated();
  }

  /** The same without a date. */
  RawRequest dated() {
    signedHeader("x-amz-content-sha256", payload);
    String signature = signature(canonicalQuery);
    header(
        "Authorization",
        "AWS4-HMAC-SHA256 Credential="
            + keyId
            + "/"
            + scope
            + ", SignedHeaders="
            + names()
            + ", Signature="
            + signature);
    return request(query);
  }

  /** Signed by the query, the body left out. */
  RawRequest inQuery(String expires) {
    return inQueryOf("UNSIGNED-PAYLOAD", expires);
  }

  /** Signed by the query, with what is said of the body. */
  RawRequest inQueryOf(String claim, String expires) {
    String parameters =
        "X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential="
            + (keyId + "/" + scope).replace("/", "%2F")
            + "&X-Amz-Date="
            + stamp
            + "&X-Amz-Expires="
            + expires
            + "&X-Amz-SignedHeaders="
            + names().replace(";", "%3B");
    String all = canonicalQuery.isEmpty() ? parameters : parameters + "&" + canonicalQuery;
    String sorted = Stream.of(all.split("&", -1)).sorted().collect(Collectors.joining("&"));
    String sent = query == null ? parameters : parameters + "&" + query;
    payload = claim;
    return request(sent + "&X-Amz-Signature=" + signature(sorted));
  }

  /** The signature of the request that was made last, where chains of chunks begin. */
  static String seedOf(RawRequest request) {
    String authorization = request.headers().values("authorization").getFirst();
    return authorization.substring(authorization.length() - 64);
  }

  /** Signs any text with the key and for the scope of most tests. */
  static String sign(String text) {
    return hmacHex("20260131/eu-west-1/s3/aws4_request", SECRET, text);
  }

  static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private String names() {
    return names == null ? String.join(";", signed.keySet()) : names;
  }

  private String signature(String parameters) {
    StringBuilder canonical = new StringBuilder(method).append('\n').append(canonicalPath);
    canonical.append('\n').append(parameters).append('\n');
    for (Map.Entry<String, String> header : signed.entrySet()) {
      canonical.append(header.getKey()).append(':').append(header.getValue()).append('\n');
    }
    canonical.append('\n').append(names()).append('\n').append(payload);
    String hash = sha256(canonical.toString().getBytes(StandardCharsets.UTF_8));
    return hmacHex(scope, secret, "AWS4-HMAC-SHA256\n" + stamp + "\n" + scope + "\n" + hash);
  }

  private static String hmacHex(String scope, String secret, String text) {
    byte[] key = ("AWS4" + secret).getBytes(StandardCharsets.UTF_8);
    for (String part : scope.split("/", -1)) {
      key = hmac(key, part);
    }
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

  private RawRequest request(@Nullable String sentQuery) {
    return new RawRequest(method, "", path, sentQuery, new Lines(List.copyOf(lines)));
  }

  private record Lines(List<String[]> lines) implements RequestHeaders {
    @Override
    public List<String> values(String name) {
      return lines.stream()
          .filter(line -> line[0].equalsIgnoreCase(name))
          .map(line -> line[1])
          .toList();
    }

    @Override
    public List<String> names() {
      return lines.stream().map(line -> line[0]).toList();
    }
  }
}
