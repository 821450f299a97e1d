package io.deltas3proxy.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.deltas3proxy.storage.Checksum;
import io.deltas3proxy.testing.RawHttp;
import io.deltas3proxy.testing.WriteEndpoint;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.ChecksumMode;

/**
 * Checksums of objects, as headers and behind bodies. The server of {@code trades} keeps those of
 * headers alone, the directory of {@code files} all.
 */
class ChecksumIT {

  private static final String BUCKET = WriteEndpoint.BUCKET;
  private static final String BODY = "hello world";
  private static final String OTHER = "hello worlD";

  private static WriteEndpoint endpoint;

  @BeforeAll
  static void start(@TempDir Path directory) {
    endpoint = WriteEndpoint.start(directory);
  }

  @AfterAll
  static void stop() {
    endpoint.close();
  }

  static Stream<Arguments> storesAndChecksums() {
    return Stream.of("trades", "files")
        .flatMap(table ->
            Checksum.KNOWN.keySet().stream().sorted().map(name -> Arguments.of(table, name)));
  }

  private static String checksum(String header, String body) {
    Checksum checksum = Objects.requireNonNull(Checksum.KNOWN.get(header)).get();
    byte[] bytes = body.getBytes(StandardCharsets.US_ASCII);
    checksum.update(bytes, 0, bytes.length);
    return checksum.value();
  }

  private static RawHttp.Answer withHeader(String key, String header, String value) {
    return endpoint.send("london", "PUT", "/datalake/" + key, Map.of(header, value), BODY);
  }

  private static RawHttp.Answer withTrailer(String key, String header, String value) {
    String chunks = "6\r\nhello \r\n5\r\nworld\r\n0\r\n" + header + ":" + value + "\r\n\r\n";
    Map<String, String> headers = new HashMap<>();
    headers.put("content-length", Integer.toString(chunks.length()));
    headers.put("content-encoding", "aws-chunked");
    headers.put("x-amz-decoded-content-length", Integer.toString(BODY.length()));
    headers.put("x-amz-trailer", header);
    String payload = "STREAMING-UNSIGNED-PAYLOAD-TRAILER";
    return endpoint
        .http()
        .exchange(endpoint.head("london", "PUT", "/datalake/" + key, headers, payload) + chunks);
  }

  private static void assertKept(String key, String header, String value) {
    String target = "/datalake/" + key;
    RawHttp.Answer asked =
        endpoint.send("london", "GET", target, Map.of("x-amz-checksum-mode", "ENABLED"), "");
    assertEquals(BODY, asked.text());
    boolean kept = key.startsWith("files/") || key.contains("/header-");
    assertEquals(kept ? Optional.of(value) : Optional.empty(), asked.header(header));
    assertEquals(
        Optional.empty(), endpoint.send("london", "GET", target, Map.of(), "").header(header));
  }

  @ParameterizedTest
  @MethodSource("storesAndChecksums")
  void aChecksumInAHeaderIsVerifiedAndGivenBackByAStoreThatKeepsIt(String table, String header) {
    String key = table + "/sums/header-" + header;
    RawHttp.Answer wrong = withHeader(key, header, checksum(header, OTHER));
    assertEquals("400 BadDigest", wrong.status() + " " + wrong.code());
    assertEquals("NoSuchKey", endpoint.stored(key));
    RawHttp.Answer right = withHeader(key, header, checksum(header, BODY));
    assertEquals(200, right.status(), right.everything());
    assertKept(key, header, checksum(header, BODY));
    RawHttp.Answer again = withHeader(key, header, checksum(header, OTHER));
    assertEquals("400 BadDigest", again.status() + " " + again.code());
    assertKept(key, header, checksum(header, BODY));
  }

  @ParameterizedTest
  @MethodSource("storesAndChecksums")
  void aChecksumBehindABodyIsVerifiedAndGivenBackByAStoreThatKeepsIt(String table, String header) {
    String key = table + "/sums/trailer-" + header;
    RawHttp.Answer wrong = withTrailer(key, header, checksum(header, OTHER));
    assertEquals("400 BadDigest", wrong.status() + " " + wrong.code());
    assertEquals("NoSuchKey", endpoint.stored(key));
    RawHttp.Answer right = withTrailer(key, header, checksum(header, BODY));
    assertEquals(200, right.status(), right.everything());
    assertKept(key, header, checksum(header, BODY));
  }

  /** Signed chunks with a signed trailer, as the SDK sends them without TLS. */
  @ParameterizedTest
  @EnumSource(
      value = ChecksumAlgorithm.class,
      names = {"CRC32", "CRC32_C", "SHA1", "SHA256"})
  void theSdkVerifiesWhatItGetsBack(ChecksumAlgorithm algorithm) {
    String key = "files/sums/sdk-" + algorithm;
    String body = BODY.repeat(30_000);
    try (S3Client london = endpoint.client("london")) {
      london.putObject(
          r -> r.bucket(BUCKET).key(key).checksumAlgorithm(algorithm),
          RequestBody.fromString(body));
      var got =
          london.getObjectAsBytes(
              r -> r.bucket(BUCKET).key(key).checksumMode(ChecksumMode.ENABLED));
      assertEquals(body, got.asUtf8String());
      String header = "x-amz-checksum-" + algorithm.toString().toLowerCase(Locale.ROOT);
      assertEquals(
          Optional.of(checksum(header, body)),
          got.response().sdkHttpResponse().firstMatchingHeader(header));
    }
  }

  @ParameterizedTest
  @MethodSource("storesAndChecksums")
  void whoMayNotWriteIsRefusedBeforeAChecksumIs(String table, String header) {
    for (String key : new String[] {table + "/b.parquet", table + "/a.parquet"}) {
      String before = endpoint.stored(key);
      for (String value : new String[] {checksum(header, OTHER), checksum(header, BODY)}) {
        assertEquals("AccessDenied", withHeader(key, header, value).code());
        assertEquals("AccessDenied", withTrailer(key, header, value).code());
      }
      assertEquals(before, endpoint.stored(key));
    }
  }
}
