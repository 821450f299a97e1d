package io.deltas3proxy.s3.signature;

import static io.deltas3proxy.s3.protocol.S3ErrorCode.ACCESS_DENIED;
import static io.deltas3proxy.s3.protocol.S3ErrorCode.AUTHORIZATION_HEADER_MALFORMED;
import static io.deltas3proxy.s3.protocol.S3ErrorCode.INVALID_ARGUMENT;
import static io.deltas3proxy.s3.protocol.S3ErrorCode.INVALID_REQUEST;
import static io.deltas3proxy.s3.protocol.S3ErrorCode.INVALID_TOKEN;
import static io.deltas3proxy.s3.protocol.S3ErrorCode.REQUEST_TIME_TOO_SKEWED;
import static io.deltas3proxy.s3.protocol.S3ErrorCode.SIGNATURE_DOES_NOT_MATCH;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.deltas3proxy.s3.protocol.S3ErrorCode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Signatures in the header Authorization: what is let in, and what is not. */
class HeaderSignatureTest {

  private final Gate gate = new Gate();

  @Test
  void whoSignsRightlyIsLetInAndNobodyElse() {
    gate.passes(new Attempt().inHeader());
    gate.refuses(SIGNATURE_DOES_NOT_MATCH, new Attempt().key(Attempt.KEY_ID, "another").inHeader());
    gate.refuses(
        SIGNATURE_DOES_NOT_MATCH, new Attempt().key("AKIAUNKNOWN", Attempt.SECRET).inHeader());
    assertTrue(gate.isUnsigned(Requests.bare()));
  }

  @Test
  void everyKeyIsSignedInOneForm() {
    Map<String, String> canonicalBySent =
        Map.ofEntries(
            Map.entry("/b/a%2Fb", "/b/a/b"),
            Map.entry("/b/p=1", "/b/p%3D1"),
            Map.entry("/b/p%3D1", "/b/p%3D1"),
            Map.entry("/b/p%3d1", "/b/p%3D1"),
            Map.entry("/b/a+b", "/b/a%2Bb"),
            Map.entry("/b/a%20b", "/b/a%20b"),
            Map.entry("/b/%252F", "/b/%252F"),
            Map.entry("/b//x//y", "/b//x//y"),
            Map.entry("/b/x;v=1", "/b/x%3Bv%3D1"),
            Map.entry("/b/%C3%A9", "/b/%C3%A9"),
            Map.entry("/b/e%CC%81", "/b/e%CC%81"),
            Map.entry("/b/~a_b-c.d", "/b/~a_b-c.d"),
            Map.entry("/b/!*'()", "/b/%21%2A%27%28%29"));
    canonicalBySent.forEach(
        (sent, canonical) -> gate.passes(new Attempt().path(sent, canonical).inHeader()));
  }

  @Test
  void aSignatureForOneKeyOpensNoOther() {
    Map<String, String> signedBySent =
        Map.of(
            "/b/%C3%A9", "/b/e%CC%81",
            "/b/%252F", "/b/%2F",
            "/b/x//y", "/b/x/y",
            "/b/x;v=1", "/b/x",
            "/b/A", "/b/a",
            "/b/a+b", "/b/a%20b");
    signedBySent.forEach((sent, canonical) ->
        gate.refuses(SIGNATURE_DOES_NOT_MATCH, new Attempt().path(sent, canonical).inHeader()));
  }

  @Test
  void theQueryIsSignedSortedAndEncodedOnce() {
    gate.passes(
        new Attempt()
            .query(
                "prefix=a%2fb+c&list-type=2&delimiter=/",
                "delimiter=%2F&list-type=2&prefix=a%2Fb%20c")
            .inHeader());
    gate.passes(new Attempt().query("acl", "acl=").inHeader());
    gate.passes(new Attempt().query("acl=", "acl=").inHeader());
    gate.refuses(
        SIGNATURE_DOES_NOT_MATCH,
        new Attempt().query("prefix=a&max-keys=9", "prefix=a").inHeader());
    gate.refuses(SIGNATURE_DOES_NOT_MATCH, new Attempt().query("prefix=b", "prefix=a").inHeader());
  }

  @Test
  void aParameterThatStandsTwiceIsRefused() {
    gate.refuses(INVALID_ARGUMENT, new Attempt().query("a=2&a=1", "a=1&a=2").inHeader());
  }

  @Test
  void theMethodIsSignedAsItIsSent() {
    gate.passes(new Attempt().method("HEAD").inHeader());
    Attempt lower = new Attempt().method("get");
    gate.passes(lower.inHeader());
    gate.refuses(
        SIGNATURE_DOES_NOT_MATCH, Requests.as("HEAD", new Attempt().method("GET").inHeader()));
    gate.refuses(
        SIGNATURE_DOES_NOT_MATCH, Requests.as("get", new Attempt().method("GET").inHeader()));
  }

  @Test
  void headersAreSignedTrimmedFoldedAndJoined() {
    gate.passes(
        new Attempt()
            .header("X-Amz-Meta-A", "  one   two\t three ")
            .signing("x-amz-meta-a", "one two three")
            .inHeader());
    gate.passes(
        new Attempt()
            .header("x-amz-meta-b", "1")
            .header("X-AMZ-META-B", "2")
            .signing("x-amz-meta-b", "1,2")
            .inHeader());
    gate.passes(new Attempt().signedHeader("x-amz-meta-c", "").inHeader());
    gate.passes(new Attempt().signedHeader("x-amz-meta-d", "Zürich 東京").inHeader());
    gate.refuses(
        SIGNATURE_DOES_NOT_MATCH,
        new Attempt().header("x-amz-meta-e", "1").signing("x-amz-meta-e", "2").inHeader());
  }

  @Test
  void headersOfAmazonMustBeSignedAndOthersNeedNot() {
    gate.refuses(ACCESS_DENIED, new Attempt().header("x-amz-acl", "public-read").inHeader());
    gate.refuses(ACCESS_DENIED, new Attempt().header("X-Amz-Copy-Source", "/a/b").inHeader());
    gate.refuses(ACCESS_DENIED, new Attempt().header("x-amz-security-token", "t").inHeader());
    gate.passes(new Attempt().header("range", "bytes=0-1").header("accept", "*/*").inHeader());
    gate.passes(new Attempt().signedHeader("range", "bytes=0-1").inHeader());
  }

  @Test
  void theHostMustBeSigned() {
    gate.refuses(
        AUTHORIZATION_HEADER_MALFORMED,
        new Attempt().without("host").header("host", "localhost:8080").inHeader());
    gate.refuses(
        SIGNATURE_DOES_NOT_MATCH,
        new Attempt()
            .without("host")
            .header("host", "evil")
            .signing("host", "localhost")
            .inHeader());
  }

  @Test
  void whatIsNamedSignedMustBeThere() {
    gate.refuses(ACCESS_DENIED, new Attempt().signing("x-amz-meta-gone", "").inHeader());
  }

  @Test
  void namesOfSignedHeadersAreSortedAndLowerCase() {
    for (String names :
        List.of(
            "x-amz-date;host;x-amz-content-sha256",
            "Host;x-amz-content-sha256;x-amz-date",
            "host;host;x-amz-content-sha256;x-amz-date",
            "host;;x-amz-content-sha256;x-amz-date",
            "host;x-amz-content-sha256;x-amz-date;",
            "")) {
      gate.refuses(AUTHORIZATION_HEADER_MALFORMED, new Attempt().naming(names).inHeader());
    }
  }

  @Test
  void clocksMayDifferByFifteenMinutes() {
    gate.passes(new Attempt().at("20260131T114501Z").inHeader());
    gate.passes(new Attempt().at("20260131T121459Z").inHeader());
    gate.refuses(REQUEST_TIME_TOO_SKEWED, new Attempt().at("20260131T114459Z").inHeader());
    gate.refuses(REQUEST_TIME_TOO_SKEWED, new Attempt().at("20260131T121501Z").inHeader());
  }

  @Test
  void theDateMayStandInTheHeaderDate() {
    gate.passes(new Attempt().signedHeader("date", "Sat, 31 Jan 2026 12:00:00 GMT").dated());
    gate.passes(new Attempt().header("date", "20260131T120000Z").dated());
    gate.refuses(
        REQUEST_TIME_TOO_SKEWED,
        new Attempt()
            .at("20260131T121501Z")
            .header("date", "Sat, 31 Jan 2026 12:15:01 GMT")
            .dated());
    gate.refuses(
        SIGNATURE_DOES_NOT_MATCH,
        new Attempt().header("date", "Sat, 31 Jan 2026 12:01:00 GMT").dated());
    gate.refuses(ACCESS_DENIED, new Attempt().dated());
    gate.refuses(ACCESS_DENIED, new Attempt().header("date", "noon").dated());
    gate.refuses(
        ACCESS_DENIED, new Attempt().signedHeader("x-amz-date", "20260131T120000Z").inHeader());
  }

  @Test
  void theScopeIsOursAndOfTheDayOfTheRequest() {
    for (String scope :
        List.of(
            "20260130/eu-west-1/s3/aws4_request",
            "20260131/us-east-1/s3/aws4_request",
            "20260131/eu-west-1/sts/aws4_request",
            "20260131/eu-west-1/s3/aws4_requesT",
            "20260131/eu-west-1/s3/",
            "20260131/eu-west-1/s3",
            "2026013/eu-west-1/s3/aws4_request",
            "20260131/eu-west-1/s3/aws4_request/more")) {
      gate.refuses(AUTHORIZATION_HEADER_MALFORMED, new Attempt().scope(scope).inHeader());
    }
    assertEquals(
        "The authorization header is malformed; the region 'us-east-1' is wrong;"
            + " expecting 'eu-west-1'",
        gate.refuses(
                AUTHORIZATION_HEADER_MALFORMED,
                new Attempt().scope("20260131/us-east-1/s3/aws4_request").inHeader())
            .text());
  }

  @Test
  void aSessionNeedsItsTokenAndALastingKeyHasNone() {
    gate.passes(
        new Attempt()
            .key(Gate.SESSION_ID, Attempt.SECRET)
            .signedHeader("x-amz-security-token", Gate.TOKEN)
            .inHeader());
    gate.refuses(INVALID_TOKEN, new Attempt().key(Gate.SESSION_ID, Attempt.SECRET).inHeader());
    gate.refuses(
        INVALID_TOKEN,
        new Attempt()
            .key(Gate.SESSION_ID, Attempt.SECRET)
            .signedHeader("x-amz-security-token", Gate.TOKEN + "x")
            .inHeader());
    gate.refuses(
        S3ErrorCode.EXPIRED_TOKEN,
        new Attempt()
            .key(Gate.SESSION_ID, Attempt.SECRET)
            .signedHeader("x-amz-security-token", "over")
            .inHeader());
    gate.refuses(
        INVALID_TOKEN, new Attempt().signedHeader("x-amz-security-token", Gate.TOKEN).inHeader());
  }

  @Test
  void otherWaysToSignAreRefusedByName() {
    for (String authorization :
        List.of(
            "AWS AKIAIOSFODNN7EXAMPLE:frJIUN8DYpKDtOLCwo//yllqDzg=",
            "AWS4-ECDSA-P256-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20260131/s3/aws4_request,"
                + "SignedHeaders=host,Signature=30")) {
      String text = gate.refuses(INVALID_REQUEST, Requests.bare(authorization)).text();
      assertTrue(text.contains("AWS4-HMAC-SHA256"), text);
    }
    gate.refuses(INVALID_ARGUMENT, Requests.bare("Bearer token"));
    gate.refuses(INVALID_ARGUMENT, Requests.bare(""));
    gate.refuses(INVALID_ARGUMENT, Requests.bare("aws4-hmac-sha256 Credential=a"));
  }

  @Test
  void aHeaderThatIsNotAsItMustBeIsMalformed() {
    String good = new Attempt().inHeader().headers().values("Authorization").getFirst();
    for (String bad :
        List.of(
            "AWS4-HMAC-SHA256",
            "AWS4-HMAC-SHA256 ",
            good.substring(0, good.length() - 1),
            good + "0",
            good.replaceAll("Signature=.*", "Signature=" + "A".repeat(64)),
            good.replaceAll("Signature=.*", "Signature=" + "g".repeat(64)),
            good.replace("Credential=", "credential="),
            good.replaceAll("SignedHeaders=[^,]*, ", ""),
            good + ", Signature=" + "0".repeat(64),
            good + ", More=1",
            good.replace(Attempt.KEY_ID, ""),
            good.replace(Attempt.KEY_ID, "A".repeat(129)),
            good + " ".repeat(20_000))) {
      gate.refuses(AUTHORIZATION_HEADER_MALFORMED, Requests.bare(bad));
    }
  }

  @Test
  void twoHeadersAuthorizationAreRefused() {
    Attempt twice = new Attempt().header("Authorization", "AWS4-HMAC-SHA256 Credential=x");
    gate.refuses(INVALID_ARGUMENT, twice.inHeader());
  }

  @Test
  void keyIdsOfAnyTextAreUnknownAndNothingMore() {
    for (String id : List.of("' or 1=1 --", "*)(uid=*", "a\r\nx-evil: 1", "a\u0000b", "%2F", "é")) {
      gate.refuses(SIGNATURE_DOES_NOT_MATCH, new Attempt().key(id, Attempt.SECRET).inHeader());
    }
  }
}
