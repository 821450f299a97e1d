package io.deltas3proxy.s3.signature;

import static io.deltas3proxy.s3.protocol.S3ErrorCode.ACCESS_DENIED;
import static io.deltas3proxy.s3.protocol.S3ErrorCode.AUTHORIZATION_QUERY_PARAMETERS_ERROR;
import static io.deltas3proxy.s3.protocol.S3ErrorCode.INVALID_ARGUMENT;
import static io.deltas3proxy.s3.protocol.S3ErrorCode.INVALID_REQUEST;
import static io.deltas3proxy.s3.protocol.S3ErrorCode.INVALID_TOKEN;
import static io.deltas3proxy.s3.protocol.S3ErrorCode.SIGNATURE_DOES_NOT_MATCH;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.deltas3proxy.s3.protocol.RawRequest;
import io.deltas3proxy.s3.protocol.S3ErrorCode;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** Signatures in the query: what is let in, and what is not. */
class PresignedUrlTest {

  private final Gate gate = new Gate();

  private static String query(RawRequest request) {
    return String.valueOf(request.query());
  }

  @Test
  void aUrlIsGoodUntilItEnds() {
    RawRequest url = new Attempt().inQuery("60");
    assertInstanceOf(Payload.Unsigned.class, gate.passes(url));
    gate.clock.advance(Duration.ofMinutes(1));
    gate.passes(url);
    gate.clock.advance(Duration.ofSeconds(1));
    assertEquals("Request has expired", gate.refuses(ACCESS_DENIED, url).text());
  }

  @Test
  void aUrlIsGoodForAWeekAtMost() {
    RawRequest url = new Attempt().inQuery("604800");
    gate.clock.advance(Duration.ofDays(7));
    gate.passes(url);
    for (String expires :
        List.of("604801", "0", "-1", "", "day", "1e3", "60+", "4294967297", "99999999999999")) {
      gate.refuses(AUTHORIZATION_QUERY_PARAMETERS_ERROR, new Attempt().inQuery(expires));
    }
  }

  @Test
  void aUrlOfTheFutureIsNotYetGood() {
    gate.passes(new Attempt().at("20260131T121459Z").inQuery("60"));
    assertEquals(
        "Request is not yet valid",
        gate.refuses(ACCESS_DENIED, new Attempt().at("20260131T121501Z").inQuery("60")).text());
  }

  @Test
  void aUrlIsForOneMethodKeyQueryAndHost() {
    RawRequest url = new Attempt().inQuery("60");
    for (String method : List.of("HEAD", "PUT", "DELETE", "get")) {
      gate.refuses(SIGNATURE_DOES_NOT_MATCH, Requests.as(method, url));
    }
    gate.refuses(SIGNATURE_DOES_NOT_MATCH, Requests.asking(query(url) + "&versionId=1", url));
    gate.refuses(
        SIGNATURE_DOES_NOT_MATCH, Requests.asking("response-content-type=x&" + query(url), url));
    gate.refuses(
        SIGNATURE_DOES_NOT_MATCH,
        Requests.asking(query(url).replace("Expires=60", "Expires=61"), url));
    gate.refuses(
        SIGNATURE_DOES_NOT_MATCH,
        new Attempt().path("/datalake/lake/other", "/datalake/lake/file").inQuery("60"));
    gate.refuses(
        SIGNATURE_DOES_NOT_MATCH, new Attempt().signing("host", "other:8080").inQuery("60"));
  }

  @Test
  void whatASignedQueryAsksIsSigned() {
    gate.passes(
        new Attempt()
            .query("response-content-type=text/plain", "response-content-type=text%2Fplain")
            .inQuery("60"));
  }

  @Test
  void everyPartStandsOnceAndIsThere() {
    RawRequest url = new Attempt().inQuery("60");
    for (String part : query(url).split("&", -1)) {
      String name = part.substring(0, part.indexOf('='));
      gate.refuses(INVALID_ARGUMENT, Requests.asking(query(url) + "&" + part, url));
      gate.refuses(INVALID_ARGUMENT, Requests.asking(query(url) + "&" + name + "=other", url));
      gate.refuses(
          INVALID_ARGUMENT, Requests.asking(query(url) + "&" + part.toLowerCase(Locale.ROOT), url));
      gate.refuses(
          AUTHORIZATION_QUERY_PARAMETERS_ERROR,
          Requests.asking(query(url).replace(part, "x-id=GetObject"), url));
    }
  }

  @Test
  void partsThatAreNotAsTheyMustBeAreRefused() {
    RawRequest url = new Attempt().inQuery("60");
    String whole = query(url);
    for (String bad :
        List.of(
            whole.replaceAll("Signature=.*", "Signature=abc"),
            whole.replaceAll("Signature=.*", "Signature=" + "A".repeat(64)),
            whole.replace("SignedHeaders=host", "SignedHeaders=range"),
            whole.replace("SignedHeaders=host", "SignedHeaders=Host"),
            whole.replace("SignedHeaders=host", "SignedHeaders=range%3Bhost"),
            whole.replace("Date=20260131T120000Z", "Date=20260131"),
            whole.replace("Date=20260131T120000Z", "Date=20261331T120000Z"),
            whole.replace("%2Feu-west-1%2F", "%2Fus-east-1%2F"),
            whole.replace("%2Fs3%2F", "%2Fsts%2F"),
            whole.replace("aws4_request", "aws4"),
            whole.replace("Credential=AKIAIOSFODNN7EXAMPLE%2F20260131", "Credential=A%2F20260130"),
            whole.replace("Credential=AKIAIOSFODNN7EXAMPLE", "Credential="))) {
      gate.refuses(AUTHORIZATION_QUERY_PARAMETERS_ERROR, Requests.asking(bad, url));
    }
    gate.refuses(
        INVALID_REQUEST,
        Requests.asking(whole.replace("AWS4-HMAC-SHA256", "AWS4-ECDSA-P256-SHA256"), url));
  }

  @Test
  void headersOfAmazonMustBeSignedHereToo() {
    gate.refuses(ACCESS_DENIED, new Attempt().header("x-amz-acl", "public-read").inQuery("60"));
    gate.passes(new Attempt().signedHeader("x-amz-meta-a", "1").inQuery("60"));
  }

  @Test
  void aSignatureStandsInOnePlace() {
    Attempt attempt = new Attempt().header("Authorization", "AWS4-HMAC-SHA256 Credential=x");
    gate.refuses(INVALID_ARGUMENT, attempt.inQuery("60"));
    RawRequest signed = new Attempt().inHeader();
    for (String part : query(new Attempt().inQuery("60")).split("&", -1)) {
      if (part.startsWith("X-Amz-Algorithm")
          || part.startsWith("X-Amz-Credential")
          || part.startsWith("X-Amz-Signature")) {
        gate.refuses(INVALID_ARGUMENT, Requests.asking(part, signed));
      }
    }
  }

  @Test
  void aSessionNeedsItsToken() {
    String token = "X-Amz-Security-Token=sealed%2Bsession%2Ftoken%3D%3D";
    gate.passes(session().query(token, token).inQuery("60"));
    gate.refuses(INVALID_TOKEN, session().inQuery("60"));
    String other = "X-Amz-Security-Token=other";
    gate.refuses(INVALID_TOKEN, session().query(other, other).inQuery("60"));
    String over = "X-Amz-Security-Token=over";
    gate.refuses(S3ErrorCode.EXPIRED_TOKEN, session().query(over, over).inQuery("60"));
    gate.refuses(INVALID_TOKEN, new Attempt().query(token, token).inQuery("60"));
  }

  @Test
  void bodiesInChunksAreNotForUrls() {
    for (String claim :
        List.of("STREAMING-UNSIGNED-PAYLOAD-TRAILER", "STREAMING-AWS4-HMAC-SHA256-PAYLOAD")) {
      gate.refuses(ACCESS_DENIED, put().header("x-amz-content-sha256", claim).inQuery("60"));
      gate.refuses(
          INVALID_REQUEST,
          put().signedHeader("x-amz-content-sha256", claim).inQueryOf(claim, "60"));
      String parameter = "X-Amz-Content-Sha256=" + claim;
      gate.refuses(INVALID_REQUEST, put().query(parameter, parameter).inQueryOf(claim, "60"));
    }
  }

  private static Attempt session() {
    return new Attempt().key(Gate.SESSION_ID, Attempt.SECRET);
  }

  private static Attempt put() {
    return new Attempt().method("PUT").header("content-length", "5");
  }
}
