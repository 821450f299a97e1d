package io.deltas3proxy.s3.signature;

import static io.deltas3proxy.s3.protocol.S3ErrorCode.ACCESS_DENIED;
import static io.deltas3proxy.s3.protocol.S3ErrorCode.BAD_DIGEST;
import static io.deltas3proxy.s3.protocol.S3ErrorCode.INCOMPLETE_BODY;
import static io.deltas3proxy.s3.protocol.S3ErrorCode.INVALID_REQUEST;
import static io.deltas3proxy.s3.protocol.S3ErrorCode.MALFORMED_TRAILER;
import static io.deltas3proxy.s3.protocol.S3ErrorCode.NOT_IMPLEMENTED;
import static io.deltas3proxy.s3.protocol.S3ErrorCode.SIGNATURE_DOES_NOT_MATCH;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.deltas3proxy.s3.protocol.RawRequest;
import io.deltas3proxy.s3.protocol.S3ErrorCode;
import io.deltas3proxy.s3.protocol.S3Exception;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Bodies in chunks, signed and not, with trailers and without. */
class ChunkedBodyTest {

  private static final String SIGNED = "STREAMING-AWS4-HMAC-SHA256-PAYLOAD";
  private static final String SIGNED_TRAILER = SIGNED + "-TRAILER";
  private static final String UNSIGNED_TRAILER = "STREAMING-UNSIGNED-PAYLOAD-TRAILER";
  private static final String DATA = "Hello, this is data. 123456789";

  /** The check values that the algorithms are published with, in Base64. */
  private static final Map<String, String> CHECKSUMS_OF_DIGITS =
      Map.of(
          "x-amz-checksum-crc32", "y/Q5Jg==",
          "x-amz-checksum-crc32c", "4waSgw==",
          "x-amz-checksum-crc64nvme", "rosUhgp5mIg=",
          "x-amz-checksum-sha1", "98O8HYCOBHMq32eZZczDTKeuNEE=",
          "x-amz-checksum-sha256", "FeKw08M4keuw8e9gnsQZQgwg4yDOlMZfvIwzEkSOsiU=");

  private final Gate gate = new Gate();

  private static Attempt put(String claim, String length) {
    return new Attempt()
        .method("PUT")
        .header("content-length", "999")
        .signedHeader("x-amz-decoded-content-length", length)
        .payload(claim);
  }

  private static Attempt put(String claim, String length, String trailer) {
    return put(claim, length).signedHeader("x-amz-trailer", trailer);
  }

  /** The chain of signatures of a body, as a client makes it. */
  private static final class Chain {
    private final StringBuilder body = new StringBuilder();
    private final List<String> chunks = new ArrayList<>();
    private String previous;

    Chain(RawRequest request) {
      previous = Attempt.seedOf(request);
    }

    private static String place() {
      return "20260131T120000Z\n20260131/eu-west-1/s3/aws4_request\n";
    }

    Chain chunk(String data) {
      previous =
          Attempt.sign(
              "AWS4-HMAC-SHA256-PAYLOAD\n"
                  + place()
                  + previous
                  + "\n"
                  + Attempt.EMPTY
                  + "\n"
                  + Attempt.sha256(data.getBytes(StandardCharsets.UTF_8)));
      String head = Integer.toHexString(data.length()) + ";chunk-signature=" + previous + "\r\n";
      chunks.add(data.isEmpty() ? head : head + data + "\r\n");
      body.append(chunks.getLast());
      return this;
    }

    Chain trailer(String name, String value) {
      String signature =
          Attempt.sign(
              "AWS4-HMAC-SHA256-TRAILER\n"
                  + place()
                  + previous
                  + "\n"
                  + Attempt.sha256((name + ":" + value + "\n").getBytes(StandardCharsets.UTF_8)));
      body.append(name).append(':').append(value).append("\r\n");
      body.append("x-amz-trailer-signature:").append(signature).append("\r\n");
      return this;
    }

    String end() {
      return body + "\r\n";
    }
  }

  private static String read(Payload payload, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.ISO_8859_1);
    try (InputStream in = payload.open(new ByteArrayInputStream(bytes))) {
      return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
    }
  }

  /** Refused, and the last byte was not given out, however it was read. */
  private void refuses(S3ErrorCode code, RawRequest request, String body, int length) {
    byte[] bytes = body.getBytes(StandardCharsets.ISO_8859_1);
    for (int step : new int[] {1, 7, 8192}) {
      InputStream in = gate.passes(request).open(new ByteArrayInputStream(bytes));
      ByteArrayOutputStream got = new ByteArrayOutputStream();
      S3Exception refusal =
          assertThrows(
              S3Exception.class,
              () -> {
                byte[] buffer = new byte[step];
                for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                  got.write(buffer, 0, read);
                }
              },
              body);
      assertEquals(code, refusal.code(), body);
      assertTrue(got.size() < length || length == 0, () -> got.size() + " of " + body);
    }
  }

  @Test
  void signedChunksOfAnySizeAreRead() throws IOException {
    for (int size : new int[] {1, 3, 29, 30}) {
      RawRequest request = put(SIGNED, "30").inHeader();
      Chain chain = new Chain(request);
      for (int at = 0; at < DATA.length(); at += size) {
        chain.chunk(DATA.substring(at, Math.min(DATA.length(), at + size)));
      }
      assertEquals(DATA, read(gate.passes(request), chain.chunk("").end()));
    }
    RawRequest nothing = put(SIGNED, "0").inHeader();
    assertEquals("", read(gate.passes(nothing), new Chain(nothing).chunk("").end()));
  }

  @Test
  void chunksAreAsTheyWereSignedAndInTheirOrder() {
    RawRequest request = put(SIGNED, "30").inHeader();
    Chain chain =
        new Chain(request).chunk(DATA.substring(0, 10)).chunk(DATA.substring(10)).chunk("");
    String first = chain.chunks.get(0);
    String second = chain.chunks.get(1);
    String last = chain.chunks.get(2) + "\r\n";
    refuses(SIGNATURE_DOES_NOT_MATCH, request, first.replace("Hello", "hello") + second + last, 30);
    refuses(SIGNATURE_DOES_NOT_MATCH, request, first + second.replace("123", "132") + last, 30);
    refuses(SIGNATURE_DOES_NOT_MATCH, request, second + first + last, 30);
    refuses(SIGNATURE_DOES_NOT_MATCH, request, second + last, 30);
    refuses(INCOMPLETE_BODY, request, first + last, 30);
    refuses(SIGNATURE_DOES_NOT_MATCH, request, first + first + second + last, 30);
    refuses(INCOMPLETE_BODY, request, first + second, 30);
    refuses(INCOMPLETE_BODY, request, first + second.substring(0, 95), 30);
    refuses(INCOMPLETE_BODY, request, "", 30);
    refuses(INVALID_REQUEST, request, first + second + last + "x", 30);
    refuses(
        SIGNATURE_DOES_NOT_MATCH,
        request,
        first + second + "0;chunk-signature=" + "0".repeat(64) + "\r\n\r\n",
        30);
  }

  @Test
  void chunksOfAnotherRequestAreNoChunksOfThis() {
    RawRequest other = put(SIGNED, "30").path("/b/other", "/b/other").inHeader();
    String body = new Chain(other).chunk(DATA).chunk("").end();
    refuses(SIGNATURE_DOES_NOT_MATCH, put(SIGNED, "30").inHeader(), body, 30);
  }

  @Test
  void linesOfChunksHaveOneForm() {
    RawRequest request = put(SIGNED, "30").inHeader();
    String good = new Chain(request).chunk(DATA).chunk("").end();
    for (String length :
        List.of(
            "0x1e", "-1e", "+1e", " 1e", "1e ", "", "g", "ffffffffffffffff", "0000000000000001e")) {
      refuses(INVALID_REQUEST, request, good.replaceFirst("1e;", length + ";"), 30);
    }
    refuses(INCOMPLETE_BODY, request, good.replaceFirst("1e;", "ffffffffffff;"), 30);
    refuses(INVALID_REQUEST, request, good.replaceFirst("chunk-signature=", "signature="), 30);
    refuses(INVALID_REQUEST, request, good.replaceFirst(";chunk-signature=[0-9a-f]*", ""), 30);
    refuses(INVALID_REQUEST, request, good.replaceFirst("\r\nHello", ";x=y\r\nHello"), 30);
    refuses(INVALID_REQUEST, request, good.replaceFirst("\r\n", "\n"), 30);
    refuses(INVALID_REQUEST, request, good.replaceFirst("9\r\n", "9x\n"), 30);
    refuses(INVALID_REQUEST, request, "1".repeat(100_000), 30);
  }

  @Test
  void theLengthIsExactlyWhatTheRequestSays() {
    for (String length : List.of("29", "31", "0")) {
      RawRequest request = put(SIGNED, length).inHeader();
      refuses(
          INCOMPLETE_BODY,
          request,
          new Chain(request).chunk(DATA).chunk("").end(),
          Integer.parseInt(length));
    }
    for (String length : List.of("", "-1", "3e1", "99999999999999999999", " ")) {
      gate.refuses(INVALID_REQUEST, put(SIGNED, length).inHeader());
    }
    gate.refuses(
        INVALID_REQUEST, put(SIGNED, "1").without("x-amz-decoded-content-length").inHeader());
  }

  @Test
  void signedTrailersAreChecked() throws IOException {
    String crc = CHECKSUMS_OF_DIGITS.get("x-amz-checksum-crc32");
    RawRequest request = put(SIGNED_TRAILER, "9", "x-amz-checksum-crc32").inHeader();
    String good = signedWithTrailer(request, String.valueOf(crc));
    assertEquals("123456789", read(gate.passes(request), good));
    refuses(SIGNATURE_DOES_NOT_MATCH, request, good.replace("y/Q5Jg==", "AAAAAA=="), 9);
    refuses(BAD_DIGEST, request, signedWithTrailer(request, "AAAAAA=="), 9);
    refuses(
        SIGNATURE_DOES_NOT_MATCH,
        request,
        good.replaceFirst("x-amz-trailer-signature:[0-9a-f]*\r\n", ""),
        9);
    refuses(
        SIGNATURE_DOES_NOT_MATCH,
        request,
        good.replaceFirst("x-amz-trailer-signature:...", "x-amz-trailer-signature:000"),
        9);
    refuses(MALFORMED_TRAILER, request, new Chain(request).chunk("123456789").chunk("").end(), 9);
    refuses(
        MALFORMED_TRAILER,
        request,
        good.replace("x-amz-checksum-crc32:", "x-amz-meta-a:1\r\nx-amz-checksum-crc32:"),
        9);
    refuses(
        MALFORMED_TRAILER,
        request,
        good.replace(
            "x-amz-checksum-crc32:y/Q5Jg==\r\n", "x-amz-checksum-crc32:y/Q5Jg==\r\n".repeat(2)),
        9);
  }

  private static String signedWithTrailer(RawRequest request, String crc) {
    return new Chain(request)
        .chunk("1234")
        .chunk("56789")
        .chunk("")
        .trailer("x-amz-checksum-crc32", crc)
        .end();
  }

  @Test
  void everyChecksumIsKnown() throws IOException {
    for (Map.Entry<String, String> checksum : CHECKSUMS_OF_DIGITS.entrySet()) {
      RawRequest request = put(UNSIGNED_TRAILER, "9", checksum.getKey()).inHeader();
      String good =
          "4\r\n1234\r\n5\r\n56789\r\n0\r\n"
              + checksum.getKey()
              + ":"
              + checksum.getValue()
              + "\r\n\r\n";
      assertEquals("123456789", read(gate.passes(request), good));
      refuses(BAD_DIGEST, request, good.replace("56789", "56798"), 9);
    }
  }

  @Test
  void unsignedTrailersAreThoseThatWereAnnounced() {
    RawRequest request = put(UNSIGNED_TRAILER, "9", "x-amz-checksum-crc32").inHeader();
    String data = "9\r\n123456789\r\n0\r\n";
    refuses(MALFORMED_TRAILER, request, data + "\r\n", 9);
    refuses(MALFORMED_TRAILER, request, data + "x-amz-checksum-sha1:x\r\n\r\n", 9);
    refuses(MALFORMED_TRAILER, request, data + "no colon\r\n\r\n", 9);
    refuses(INCOMPLETE_BODY, request, data + "x-amz-checksum-crc32:y/Q5Jg==\r\n", 9);
    refuses(INVALID_REQUEST, request, data.replace("9\r\n1", "9;chunk-signature=1\r\n1"), 9);
    gate.refuses(INVALID_REQUEST, put(UNSIGNED_TRAILER, "9", "x-amz-meta-a").inHeader());
    gate.refuses(INVALID_REQUEST, put(UNSIGNED_TRAILER, "9", "").inHeader());
    gate.refuses(INVALID_REQUEST, put(UNSIGNED_TRAILER, "9").inHeader());
    gate.refuses(INVALID_REQUEST, put(SIGNED, "9", "x-amz-checksum-crc32").inHeader());
  }

  /** What let anybody write to a peer (CVE-2025-31489): the first signature counts here too. */
  @Test
  void unsignedChunksNeedTheSignatureOfTheRequest() {
    gate.refuses(
        SIGNATURE_DOES_NOT_MATCH,
        put(UNSIGNED_TRAILER, "9", "x-amz-checksum-crc32")
            .key(Attempt.KEY_ID, "a wrong secret")
            .inHeader());
  }

  @Test
  void bodiesWithoutAHashAreTakenWhereTheSettingSaysSo() throws IOException {
    Gate strict = new Gate(false);
    Attempt body = new Attempt().method("PUT").header("content-length", "5");
    strict.refuses(ACCESS_DENIED, body.payload("UNSIGNED-PAYLOAD").inHeader());
    strict.refuses(ACCESS_DENIED, put(UNSIGNED_TRAILER, "9", "x-amz-checksum-crc32").inHeader());
    strict.refuses(
        ACCESS_DENIED, new Attempt().method("PUT").header("content-length", "5").inQuery("60"));
    strict.passes(new Attempt().payload("UNSIGNED-PAYLOAD").inHeader());
    strict.passes(new Attempt().inQuery("60"));
    RawRequest signed = put(SIGNED, "9").inHeader();
    String chunks = new Chain(signed).chunk("123456789").chunk("").end();
    assertEquals("123456789", read(strict.passes(signed), chunks));
    assertEquals(
        "any", read(gate.passes(new Attempt().payload("UNSIGNED-PAYLOAD").inHeader()), "any"));
  }

  @Test
  void aHashIsHeldAgainstTheBody() throws IOException {
    String hash = Attempt.sha256(DATA.getBytes(StandardCharsets.UTF_8));
    RawRequest request = new Attempt().method("PUT").payload(hash).inHeader();
    assertEquals(DATA, read(gate.passes(request), DATA));
    for (String other : List.of(DATA + "x", DATA.substring(1), DATA.replace('1', '2'), "")) {
      refuses(S3ErrorCode.X_AMZ_CONTENT_SHA256_MISMATCH, request, other, other.length());
    }
  }

  @Test
  void whatElseIsSaidOfABodyIsRefused() {
    for (String claim : List.of("", "unsigned-payload", "E3B0" + Attempt.EMPTY.substring(4))) {
      gate.refuses(S3ErrorCode.INVALID_ARGUMENT, new Attempt().payload(claim).inHeader());
    }
    for (String claim :
        List.of(
            "STREAMING-AWS4-ECDSA-P256-SHA256-PAYLOAD",
            "STREAMING-AWS4-ECDSA-P256-SHA256-PAYLOAD-TRAILER")) {
      gate.refuses(NOT_IMPLEMENTED, put(claim, "9").inHeader());
    }
    gate.refuses(
        S3ErrorCode.INVALID_ARGUMENT,
        new Attempt().header("x-amz-content-sha256", Attempt.EMPTY).inHeader());
  }
}
