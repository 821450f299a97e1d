package io.deltas3proxy.s3.signature;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
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
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The examples that AWS publishes for Signature Version 4 of S3, with their signatures. */
class PublishedVectorsTest {

  private static final String KEY_ID = "AKIAIOSFODNN7EXAMPLE";
  private static final String SECRET = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
  private static final String HOST = "examplebucket.s3.amazonaws.com";
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2013-05-24T00:00:00Z"), ZoneOffset.UTC);
  private static final Identities IDENTITIES =
      (id, token) ->
          id.equals(KEY_ID) && token == null
              ? new KeyLookup.Found(
                  new Identity(
                      KEY_ID, SECRET, null, null, new Principal("ada", new TreeSet<>(), false)))
              : new KeyLookup.Unknown();

  private final SignatureAuthentication authentication =
      new SignatureAuthentication(
          new SignatureSettings("us-east-1", "s3", true), IDENTITIES, CLOCK);

  private static RawRequest request(
      String method, String path, @Nullable String query, String... headers) {
    Map<String, List<String>> lines = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (int i = 0; i < headers.length; i += 2) {
      lines.computeIfAbsent(headers[i], name -> new ArrayList<>()).add(headers[i + 1]);
    }
    RequestHeaders given =
        new RequestHeaders() {
          @Override
          public List<String> values(String name) {
            return lines.getOrDefault(name, List.of());
          }

          @Override
          public List<String> names() {
            return List.copyOf(lines.keySet());
          }
        };
    return new RawRequest(method, "", path, query, given);
  }

  private static String authorization(String signedHeaders, String signature) {
    return "AWS4-HMAC-SHA256 Credential="
        + KEY_ID
        + "/20130524/us-east-1/s3/aws4_request,SignedHeaders="
        + signedHeaders
        + ",Signature="
        + signature;
  }

  private SignatureAuthentication.Authenticated accepted(RawRequest request) throws Exception {
    return authentication.authenticate(request).orElseThrow();
  }

  private void assertRefused(S3ErrorCode code, RawRequest request) {
    assertEquals(
        code, assertThrows(S3Exception.class, () -> authentication.authenticate(request)).code());
  }

  private static RawRequest rangedGet(String signature) {
    return request(
        "GET",
        "/test.txt",
        null,
        "Host",
        HOST,
        "Range",
        "bytes=0-9",
        "x-amz-date",
        "20130524T000000Z",
        "x-amz-content-sha256",
        Digests.EMPTY,
        "Authorization",
        authorization("host;range;x-amz-content-sha256;x-amz-date", signature));
  }

  private static final String RANGED =
      "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41";

  @Test
  void aRangedGetIsAccepted() throws Exception {
    assertEquals("ada", accepted(rangedGet(RANGED)).identity().principal().user());
  }

  @Test
  void anyOtherSignatureIsRefused() {
    assertRefused(S3ErrorCode.SIGNATURE_DOES_NOT_MATCH, rangedGet(RANGED.replace('f', '0')));
  }

  @Test
  void anObjectWithASpecialCharacterIsPut() throws Exception {
    RawRequest put =
        request(
            "PUT",
            "/test%24file.text",
            null,
            "Host",
            HOST,
            "Date",
            "Fri, 24 May 2013 00:00:00 GMT",
            "x-amz-date",
            "20130524T000000Z",
            "x-amz-storage-class",
            "REDUCED_REDUNDANCY",
            "x-amz-content-sha256",
            "44ce7dd67c959e0d3524ffac1771dfbba87d2b6b4b4e99e42034a8b803f8b072",
            "Authorization",
            authorization(
                "date;host;x-amz-content-sha256;x-amz-date;x-amz-storage-class",
                "98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd"));
    Payload payload = accepted(put).payload();
    byte[] body = "Welcome to Amazon S3.".getBytes(StandardCharsets.US_ASCII);
    assertArrayEquals(body, payload.open(new ByteArrayInputStream(body)).readAllBytes());
  }

  @Test
  void aSubresourceAndAListingAreAccepted() throws Exception {
    accepted(
        request(
            "GET",
            "/",
            "lifecycle",
            "Host",
            HOST,
            "x-amz-date",
            "20130524T000000Z",
            "x-amz-content-sha256",
            Digests.EMPTY,
            "Authorization",
            authorization(
                "host;x-amz-content-sha256;x-amz-date",
                "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543")));
    accepted(
        request(
            "GET",
            "/",
            "max-keys=2&prefix=J",
            "Host",
            HOST,
            "x-amz-date",
            "20130524T000000Z",
            "x-amz-content-sha256",
            Digests.EMPTY,
            "Authorization",
            authorization(
                "host;x-amz-content-sha256;x-amz-date",
                "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7")));
  }

  private static final String PRESIGNED =
      "X-Amz-Algorithm=AWS4-HMAC-SHA256"
          + "&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request"
          + "&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host"
          + "&X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404";

  @Test
  void aPresignedGetIsAccepted() throws Exception {
    accepted(request("GET", "/test.txt", PRESIGNED, "Host", HOST));
  }

  @Test
  void aPresignedGetIsGoodForNothingElse() {
    assertRefused(
        S3ErrorCode.SIGNATURE_DOES_NOT_MATCH,
        request("HEAD", "/test.txt", PRESIGNED, "Host", HOST));
    assertRefused(
        S3ErrorCode.SIGNATURE_DOES_NOT_MATCH,
        request("GET", "/test.txt2", PRESIGNED, "Host", HOST));
    assertRefused(
        S3ErrorCode.SIGNATURE_DOES_NOT_MATCH,
        request("GET", "/test.txt", PRESIGNED + "&versionId=1", "Host", HOST));
    assertRefused(
        S3ErrorCode.SIGNATURE_DOES_NOT_MATCH,
        request("GET", "/test.txt", PRESIGNED, "Host", "other.s3.amazonaws.com"));
  }

  private static final String[] CHUNK_SIGNATURES = {
    "ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648",
    "0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497",
    "b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9"
  };

  private static RawRequest chunkedPut() {
    return request(
        "PUT",
        "/examplebucket/chunkObject.txt",
        null,
        "Host",
        "s3.amazonaws.com",
        "x-amz-date",
        "20130524T000000Z",
        "x-amz-storage-class",
        "REDUCED_REDUNDANCY",
        "x-amz-content-sha256",
        "STREAMING-AWS4-HMAC-SHA256-PAYLOAD",
        "Content-Encoding",
        "aws-chunked",
        "x-amz-decoded-content-length",
        "66560",
        "Content-Length",
        "66824",
        "Authorization",
        authorization(
            "content-encoding;content-length;host;x-amz-content-sha256;x-amz-date;"
                + "x-amz-decoded-content-length;x-amz-storage-class",
            "4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9"));
  }

  private static byte[] chunks(int... order) {
    byte[][] data = {letters(65_536), letters(1024), letters(0)};
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    for (int chunk : order) {
      String header =
          Integer.toHexString(data[chunk].length)
              + ";chunk-signature="
              + CHUNK_SIGNATURES[chunk]
              + "\r\n";
      body.writeBytes(header.getBytes(StandardCharsets.US_ASCII));
      body.writeBytes(data[chunk]);
      body.writeBytes("\r\n".getBytes(StandardCharsets.US_ASCII));
    }
    return body.toByteArray();
  }

  private static byte[] letters(int count) {
    byte[] letters = new byte[count];
    Arrays.fill(letters, (byte) 'a');
    return letters;
  }

  @Test
  void aBodyInSignedChunksIsReadWhole() throws Exception {
    Payload payload = accepted(chunkedPut()).payload();
    assertEquals(66_560, payload.length());
    assertArrayEquals(
        letters(66_560), payload.open(new ByteArrayInputStream(chunks(0, 1, 2))).readAllBytes());
  }

  @Test
  void chunksThatAreAlteredMissingOrMovedNeverEnd() throws Exception {
    byte[] altered = chunks(0, 1, 2);
    altered[200] = 'b';
    for (byte[] body :
        List.of(
            altered,
            chunks(1, 0, 2),
            chunks(0, 2),
            chunks(0, 1),
            chunks(0, 0, 1, 2),
            chunks(0, 1, 2, 2))) {
      Payload payload = accepted(chunkedPut()).payload();
      assertThrows(
          S3Exception.class, () -> payload.open(new ByteArrayInputStream(body)).readNBytes(66_560));
    }
  }
}
