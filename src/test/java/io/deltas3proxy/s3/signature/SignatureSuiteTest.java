package io.deltas3proxy.s3.signature;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.deltas3proxy.accounts.Identities;
import io.deltas3proxy.accounts.Identity;
import io.deltas3proxy.accounts.KeyLookup;
import io.deltas3proxy.accounts.Principal;
import io.deltas3proxy.s3.protocol.RawRequest;
import io.deltas3proxy.s3.protocol.RequestHeaders;
import io.deltas3proxy.s3.protocol.S3ErrorCode;
import io.deltas3proxy.s3.protocol.S3Exception;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The cases of the published test suite of Signature Version 4 that hold for S3 too: those that
 * normalise paths do not, nor those that sign a parameter twice. And the published example of S3
 * for a trailer.
 */
class SignatureSuiteTest {

  private static final String SECRET = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";

  private static SignatureAuthentication authentication(
      String id, String secret, String service, String now) {
    Identities identities =
        (asked, token) ->
            asked.equals(id)
                ? new KeyLookup.Found(
                    new Identity(
                        id, secret, null, null, new Principal("alice", new TreeSet<>(), false)))
                : new KeyLookup.Unknown();
    return new SignatureAuthentication(
        new SignatureSettings("us-east-1", service, true),
        identities,
        Clock.fixed(Instant.parse(now), ZoneOffset.UTC));
  }

  private static RawRequest request(String method, String target, String... lines) {
    List<String[]> headers = Stream.of(lines).map(line -> line.split(":", 2)).toList();
    String[] parts = target.split("\\?", 2);
    return new RawRequest(
        method,
        "",
        parts[0],
        parts.length == 1 ? null : parts[1],
        new RequestHeaders() {
          @Override
          public List<String> values(String name) {
            return headers.stream()
                .filter(line -> line[0].equalsIgnoreCase(name))
                .map(line -> line[1])
                .toList();
          }

          @Override
          public List<String> names() {
            return headers.stream().map(line -> line[0].toLowerCase(Locale.ROOT)).toList();
          }
        });
  }

  @ParameterizedTest
  @CsvSource({
    "GET,  /, 5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31",
    "POST, /, 5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b",
    "GET,  /?Param2=value2&Param1=value1,"
        + " b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500",
    "GET,  /?%E1%88%B4=bar, 2cdec8eed098649ff3a119c94853b13c643bcf08f8b0a1d91e12c9027818dd04",
    "GET,  /%E1%88%B4, 8318018e0b0f223aa2bbf98705b62bb787dc9c0e678f255a891fd03141be5d85",
    "GET,  /-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz,"
        + " 07ef7494c76fa4850883e2b006601f940f8a34d404d0cfa977f52a65bbf5f24f"
  })
  void targetsAreSignedAsPublished(String method, String target, String signature)
      throws Exception {
    assertVerifies(method, target, "host;x-amz-date", signature);
  }

  @Test
  void headersAreSignedAsPublished() throws Exception {
    assertVerifies(
        "GET",
        "/",
        "host;my-header1;x-amz-date",
        "c9d5ea9f3f72853aea855b47ea873832890dbdd183b4468f858259531a5138ea",
        "My-Header1:value2",
        "My-Header1:value2",
        "My-Header1:value1");
    assertVerifies(
        "GET",
        "/",
        "host;my-header1;my-header2;x-amz-date",
        "acc3ed3afb60bb290fc8d2dd0098b9911fcaa05412b367055dee359757a9c736",
        "My-Header1: value1",
        "My-Header2: \"a   b   c\"");
  }

  private static void assertVerifies(
      String method, String target, String signedHeaders, String signature, String... more)
      throws Exception {
    SignatureAuthentication suite =
        authentication("AKIDEXAMPLE", SECRET, "service", "2015-08-30T12:36:00Z");
    String authorization =
        "Authorization:AWS4-HMAC-SHA256"
            + " Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, SignedHeaders="
            + signedHeaders
            + ", Signature=";
    String[] lines =
        Stream.concat(
                Stream.of("Host:example.amazonaws.com", "X-Amz-Date:20150830T123600Z"),
                Stream.of(more))
            .toArray(String[]::new);
    assertTrue(
        suite
            .authenticate(request(method, target, with(lines, authorization + signature)))
            .isPresent());
    String wrong = (signature.charAt(0) == '0' ? "1" : "0") + signature.substring(1);
    RawRequest altered = request(method, target, with(lines, authorization + wrong));
    assertEquals(
        S3ErrorCode.SIGNATURE_DOES_NOT_MATCH,
        assertThrows(S3Exception.class, () -> suite.authenticate(altered)).code());
  }

  private static String[] with(String[] lines, String last) {
    return Stream.concat(Stream.of(lines), Stream.of(last)).toArray(String[]::new);
  }

  private static final String TRAILER = "x-amz-checksum-crc32c:sOO8/Q==\r\n";

  private static String chunks() {
    return "10000;chunk-signature="
        + "b474d8862b1487a5145d686f57f013e54db672cee1c953b3010fb58501ef5aa2\r\n"
        + "a".repeat(65_536)
        + "\r\n400;chunk-signature="
        + "1c1344b170168f8e65b41376b44b20fe354e373826ccbbe2c1d40a8cae51e5c7\r\n"
        + "a".repeat(1024)
        + "\r\n0;chunk-signature="
        + "2ca2aba2005185cf7159c6277faf83795951dd77a3a99e6e65d5c9f85863f992\r\n"
        + TRAILER
        + "x-amz-trailer-signature:"
        + "d81f82fc3505edab99d459891051a732e8730629a2e4a59689829ca17fe2e435\r\n\r\n";
  }

  private static Payload trailed() throws Exception {
    SignatureAuthentication s3 =
        authentication(Attempt.KEY_ID, Attempt.SECRET, "s3", "2013-05-24T00:00:00Z");
    RawRequest put =
        request(
            "PUT",
            "/examplebucket/chunkObject.txt",
            "Host:s3.amazonaws.com",
            "x-amz-date:20130524T000000Z",
            "x-amz-storage-class:REDUCED_REDUNDANCY",
            "x-amz-content-sha256:STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER",
            "Content-Encoding:aws-chunked",
            "x-amz-decoded-content-length:66560",
            "x-amz-trailer:x-amz-checksum-crc32c",
            "Authorization:AWS4-HMAC-SHA256 Credential="
                + Attempt.KEY_ID
                + "/20130524/us-east-1/s3/aws4_request,SignedHeaders=content-encoding;host;"
                + "x-amz-content-sha256;x-amz-date;x-amz-decoded-content-length;"
                + "x-amz-storage-class;x-amz-trailer,Signature="
                + "106e2a8a18243abcf37539882f36619c00e2dfc72633413f02d3b74544bfeb8e");
    return s3.authenticate(put).orElseThrow().payload();
  }

  @Test
  void aTrailerIsSignedAsPublished() throws Exception {
    byte[] body = chunks().getBytes(StandardCharsets.US_ASCII);
    assertEquals(66_560, trailed().open(new ByteArrayInputStream(body)).readAllBytes().length);
    byte[] altered = chunks().replace("sOO8", "sOO9").getBytes(StandardCharsets.US_ASCII);
    Payload again = trailed();
    assertThrows(
        S3Exception.class, () -> again.open(new ByteArrayInputStream(altered)).readAllBytes());
  }
}
