package io.deltas3proxy.s3.signature;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.deltas3proxy.accounts.Identities;
import io.deltas3proxy.accounts.Identity;
import io.deltas3proxy.accounts.KeyLookup;
import io.deltas3proxy.accounts.Principal;
import io.deltas3proxy.s3.protocol.RawRequest;
import io.deltas3proxy.s3.protocol.RequestHeaders;
import io.deltas3proxy.s3.protocol.S3ErrorCode;
import io.deltas3proxy.s3.protocol.S3Exception;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** No answer tells somebody without the secret whether a key exists. */
class KeyGuessingTest {

  private static final String KNOWN = "AKIAKNOWN";
  private static final String UNKNOWN = "AKIAUNKNOWN";

  /** As the port says: a lasting key has no token. */
  private static final Identities IDENTITIES =
      (id, token) -> {
        if (!id.equals(KNOWN)) {
          return new KeyLookup.Unknown();
        }
        return token == null
            ? new KeyLookup.Found(
                new Identity(
                    id, "secret", null, null, new Principal("alice", new TreeSet<>(), false)))
            : new KeyLookup.InvalidToken();
      };

  private final SignatureAuthentication authentication =
      new SignatureAuthentication(
          new SignatureSettings("us-east-1", "s3", true),
          IDENTITIES,
          Clock.fixed(Instant.parse("2026-01-31T00:00:00Z"), ZoneOffset.UTC));

  @Test
  void wrongSecretAndUnknownKeyAreAnsweredAlike() {
    Map<String, String> none = Map.of();
    assertEquals(S3ErrorCode.SIGNATURE_DOES_NOT_MATCH, refusal(KNOWN, none).code());
    assertAlike(none, "host;x-amz-date");
  }

  @Test
  void keyWithATokenThatItDoesNotHaveIsAnsweredAsAnUnknownOne() {
    Map<String, String> token = Map.of("x-amz-security-token", "made up");
    assertEquals(
        S3ErrorCode.INVALID_TOKEN,
        refusal(KNOWN, token, "host;x-amz-date;x-amz-security-token").code());
    assertAlike(token, "host;x-amz-date;x-amz-security-token");
  }

  @Test
  void headerThatWasNotSentIsAnsweredAlike() {
    assertAlike(Map.of(), "host;range;x-amz-date");
    assertAlike(
        Map.of("x-amz-security-token", "made up"), "host;range;x-amz-date;x-amz-security-token");
  }

  private void assertAlike(Map<String, String> more, String signedHeaders) {
    S3Exception known = refusal(KNOWN, more, signedHeaders);
    S3Exception unknown = refusal(UNKNOWN, more, signedHeaders);
    assertEquals(known.code(), unknown.code());
    assertEquals(known.text(), unknown.text());
  }

  private S3Exception refusal(String keyId, Map<String, String> more) {
    return refusal(keyId, more, "host;x-amz-date");
  }

  private S3Exception refusal(String keyId, Map<String, String> more, String signedHeaders) {
    Map<String, String> headers = new TreeMap<>(more);
    headers.put("host", "localhost");
    headers.put("x-amz-date", "20260131T000000Z");
    headers.put(
        "authorization",
        "AWS4-HMAC-SHA256 Credential="
            + keyId
            + "/20260131/us-east-1/s3/aws4_request,SignedHeaders="
            + signedHeaders
            + ",Signature="
            + "0".repeat(64));
    RawRequest request = new RawRequest("GET", "", "/datalake", null, new Headers(headers));
    return assertThrows(S3Exception.class, () -> authentication.authenticate(request));
  }

  /** By lower-case name. */
  private record Headers(Map<String, String> lines) implements RequestHeaders {
    @Override
    public List<String> values(String name) {
      String value = lines.get(name.toLowerCase(Locale.ROOT));
      return value == null ? List.of() : List.of(value);
    }

    @Override
    public List<String> names() {
      return List.copyOf(lines.keySet());
    }
  }
}
