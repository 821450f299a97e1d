package io.deltas3proxy.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.deltas3proxy.testing.RawHttp;
import io.deltas3proxy.testing.WriteEndpoint;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;

class PutObjectIT {

  private static final String BUCKET = WriteEndpoint.BUCKET;

  private static WriteEndpoint endpoint;
  private static S3Client london;

  @BeforeAll
  static void start(@TempDir Path directory) {
    endpoint = WriteEndpoint.start(directory);
    london = endpoint.client("london");
  }

  @AfterAll
  static void stop() {
    london.close();
    endpoint.close();
  }

  private static PutObjectResponse put(S3Client client, String key, String body) {
    return client.putObject(r -> r.bucket(BUCKET).key(key), RequestBody.fromString(body));
  }

  private static String refusal(S3Client client, String key) {
    S3Exception e = assertThrows(S3Exception.class, () -> put(client, key, "body"));
    return e.statusCode() + " " + e.awsErrorDetails().errorCode();
  }

  @Test
  void aNewFileIsStoredAndSeenByItsWriterAlone() {
    String key = "trades/new/plain.parquet";
    PutObjectResponse put =
        london.putObject(
            r ->
                r.bucket(BUCKET)
                    .key(key)
                    .contentType("application/x-parquet")
                    .metadata(Map.of("owner", "london é")),
            RequestBody.fromString("new content"));
    assertEquals("new content", endpoint.stored(key));
    var got = london.getObjectAsBytes(r -> r.bucket(BUCKET).key(key));
    assertEquals("new content", got.asUtf8String());
    GetObjectResponse response = got.response();
    assertEquals(put.eTag(), response.eTag());
    assertEquals("application/x-parquet", response.contentType());
    assertEquals("=?UTF-8?B?bG9uZG9uIMOp?=", response.metadata().get("owner"));
    try (S3Client reader = endpoint.client("reader")) {
      S3Exception missing =
          assertThrows(S3Exception.class, () -> reader.getObject(r -> r.bucket(BUCKET).key(key)));
      assertEquals(404, missing.statusCode());
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = ChecksumAlgorithm.class,
      names = {"CRC32", "CRC32_C", "SHA1", "SHA256"})
  void bodiesInSignedChunksWithEachTrailerAreStored(ChecksumAlgorithm algorithm) {
    String key = "trades/new/" + algorithm;
    String body = "0123456789".repeat(30_000);
    london.putObject(
        r -> r.bucket(BUCKET).key(key).checksumAlgorithm(algorithm), RequestBody.fromString(body));
    assertEquals(body, endpoint.stored(key));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void bodiesWithoutTrailersAreStored(boolean chunked) {
    String key = "trades/new/chunked-" + chunked;
    String body = "0123456789".repeat(30_000);
    try (S3Client client =
        endpoint
            .builder("london")
            .httpClientBuilder(Apache5HttpClient.builder())
            .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
            .serviceConfiguration(S3Configuration.builder().chunkedEncodingEnabled(chunked).build())
            .build()) {
      put(client, key, body);
    }
    assertEquals(body, endpoint.stored(key));
  }

  @Test
  void aBodyInUnsignedChunksWithATrailerIsStored() {
    RawHttp.Answer answer =
        endpoint.http().exchange(unsignedChunks("/datalake/trades/new/unsigned", "gwI7Mg=="));
    assertEquals(400, answer.status());
    assertEquals("BadDigest", answer.code());
    assertEquals("NoSuchKey", endpoint.stored("trades/new/unsigned"));
    RawHttp.Answer good =
        endpoint.http().exchange(unsignedChunks("/datalake/trades/new/unsigned", "DUoRhQ=="));
    assertEquals(200, good.status(), good.everything());
    assertEquals("hello world", endpoint.stored("trades/new/unsigned"));
  }

  private static String unsignedChunks(String target, String crc32) {
    String body = "6\r\nhello \r\n5\r\nworld\r\n0\r\nx-amz-checksum-crc32:" + crc32 + "\r\n\r\n";
    Map<String, String> headers = new HashMap<>();
    headers.put("content-length", Integer.toString(body.length()));
    headers.put("content-encoding", "aws-chunked");
    headers.put("x-amz-decoded-content-length", "11");
    headers.put("x-amz-trailer", "x-amz-checksum-crc32");
    return endpoint.head("london", "PUT", target, headers, "STREAMING-UNSIGNED-PAYLOAD-TRAILER")
        + body;
  }

  @ParameterizedTest
  @CsvSource({
    "reader, trades/new/x.parquet",
    "stranger, trades/new/x.parquet",
    "london, trades/a.parquet",
    "london, trades/b.parquet",
    "london, other/new.parquet",
    "london, nowhere/new.parquet",
    "london, trades",
    "london, trades/_delta_log/x",
    "london, trades/_delta_log/00000000000000000000.checkpoint.parquet",
    "london, trades/_delta_log/_last_checkpoint",
    "london, trades/_delta_log/00000000000000000009.json",
    "london, trades/_delta_index/x"
  })
  void whatIsNotTheCallersToWriteIs403(String user, String key) {
    String before = endpoint.stored(key);
    try (S3Client client = endpoint.client(user)) {
      assertEquals("403 AccessDenied", refusal(client, key));
    }
    assertEquals(before, endpoint.stored(key));
  }

  @Test
  void aFileOfAnotherWriterIsNotReplaced() {
    put(london, "trades/new/mine.parquet", "london's");
    try (S3Client second = endpoint.client("second")) {
      assertEquals("403 AccessDenied", refusal(second, "trades/new/mine.parquet"));
    }
    assertEquals("london's", endpoint.stored("trades/new/mine.parquet"));
  }

  @Test
  void aFileThatIsThereAndNobodysIsNotTakenOver() {
    endpoint.backend().put(WriteEndpoint.PHYSICAL, "trades/stray.parquet", "stray");
    assertEquals("403 AccessDenied", refusal(london, "trades/stray.parquet"));
    S3Exception missing =
        assertThrows(
            S3Exception.class,
            () -> london.getObject(r -> r.bucket(BUCKET).key("trades/stray.parquet")));
    assertEquals(404, missing.statusCode());
    assertEquals("stray", endpoint.stored("trades/stray.parquet"));
  }

  @Test
  void theWriterMayStoreAFileAgainButNotAgainstACondition() {
    String key = "trades/new/again.parquet";
    String first = put(london, key, "first").eTag();
    put(london, key, "second");
    assertEquals("second", endpoint.stored(key));
    S3Exception there =
        assertThrows(
            S3Exception.class,
            () ->
                london.putObject(
                    r -> r.bucket(BUCKET).key(key).ifNoneMatch("*"), RequestBody.fromString("x")));
    assertEquals(412, there.statusCode());
    S3Exception other =
        assertThrows(
            S3Exception.class,
            () ->
                london.putObject(
                    r -> r.bucket(BUCKET).key(key).ifMatch(first), RequestBody.fromString("x")));
    assertEquals(412, other.statusCode());
    assertEquals("second", endpoint.stored(key));
  }

  @Test
  void aMarkerOfADirectoryHasNoBytes() {
    assertEquals("403 AccessDenied", refusal(london, "trades/directory/"));
    RawHttp.Answer answer =
        endpoint.send("london", "PUT", "/datalake/trades/directory/", Map.of(), "");
    assertEquals(200, answer.status(), answer.everything());
  }

  @ParameterizedTest
  @CsvSource({
    "content-md5, XUFAKrxLKna5cZ2REBfFkg==, 400 BadDigest",
    "content-md5, XrY7u+Ae7tCTyyK7j1rNww==, 200 ",
    "x-amz-checksum-crc32, AAAAAA==, 400 BadDigest",
    "x-amz-checksum-crc32, DUoRhQ==, 200 ",
    "x-amz-checksum-crc32, x, 400 InvalidRequest",
    "x-amz-acl, public-read, 501 NotImplemented",
    "x-amz-object-lock-mode, COMPLIANCE, 501 NotImplemented"
  })
  void headersOfABodyAreChecked(String header, String value, String expected) {
    String key = "trades/digests/" + header + value.length() + expected.length();
    RawHttp.Answer answer =
        endpoint.send("london", "PUT", "/datalake/" + key, Map.of(header, value), "hello world");
    assertEquals(expected.strip(), (answer.status() + " " + answer.code()).strip());
    assertEquals(answer.status() == 200 ? "hello world" : "NoSuchKey", endpoint.stored(key));
  }

  @Test
  void aBodyWithoutALengthIsRefused() {
    String head =
        endpoint.head(
            "london", "PUT", "/datalake/trades/new/x", Map.of("transfer-encoding", "chunked"));
    RawHttp.Answer answer = endpoint.http().exchange(head + "5\r\nhello\r\n0\r\n\r\n");
    assertEquals("411 MissingContentLength", answer.status() + " " + answer.code());
  }

  @Test
  void aClientThatGoesAwayLeavesNothing() throws Exception {
    String target = "/datalake/trades/new/gone.parquet";
    String head = endpoint.head("london", "PUT", target, Map.of("content-length", "1000000"));
    try (Socket socket = connect()) {
      socket.getOutputStream().write((head + "only this").getBytes(StandardCharsets.ISO_8859_1));
      socket.getOutputStream().flush();
    }
    assertTrue(endpoint.server().awaitLine("gone.parquet").contains("status=400"));
    assertEquals("NoSuchKey", endpoint.stored("trades/new/gone.parquet"));
  }

  private static Socket connect() throws Exception {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), endpoint.server().port());
    socket.setSoTimeout(10_000);
    return socket;
  }

  @Test
  void aBodyIsAskedForOnlyWhenItIsTaken() throws Exception {
    Map<String, String> headers = Map.of("content-length", "11", "expect", "100-continue");
    try (Socket socket = connect()) {
      String denied = endpoint.head("reader", "PUT", "/datalake/trades/new/e", headers);
      socket.getOutputStream().write(denied.getBytes(StandardCharsets.ISO_8859_1));
      socket.getOutputStream().flush();
      String answer = firstLine(socket.getInputStream());
      assertEquals("HTTP/1.1 403 Forbidden", answer);
    }
    try (Socket socket = connect()) {
      String allowed = endpoint.head("london", "PUT", "/datalake/trades/new/e", headers);
      socket.getOutputStream().write(allowed.getBytes(StandardCharsets.ISO_8859_1));
      socket.getOutputStream().flush();
      assertEquals("HTTP/1.1 100 Continue", firstLine(socket.getInputStream()));
      assertEquals("", firstLine(socket.getInputStream()));
      socket.getOutputStream().write("hello world".getBytes(StandardCharsets.ISO_8859_1));
      socket.getOutputStream().flush();
      assertEquals("HTTP/1.1 200 OK", firstLine(socket.getInputStream()));
    }
    assertEquals("hello world", endpoint.stored("trades/new/e"));
  }

  private static String firstLine(InputStream in) throws Exception {
    StringBuilder line = new StringBuilder();
    for (int octet = in.read(); octet != '\n' && octet >= 0; octet = in.read()) {
      line.append((char) octet);
    }
    return line.toString().strip();
  }

  /** The server hangs up while the client still sends: the answer must come through before. */
  @Test
  void anEarlyRefusalOfALargeBodyReachesTheClient() {
    byte[] body = new byte[50 << 20];
    try (S3Client reader =
        endpoint
            .builder("reader")
            .httpClientBuilder(Apache5HttpClient.builder().expectContinueEnabled(false))
            .build()) {
      S3Exception e =
          assertThrows(
              S3Exception.class,
              () ->
                  reader.putObject(
                      r -> r.bucket(BUCKET).key("trades/new/large"), RequestBody.fromBytes(body)));
      assertEquals("403 AccessDenied", e.statusCode() + " " + e.awsErrorDetails().errorCode());
    }
  }

  @Test
  void aLargeBodyPassesThrough() {
    byte[] body = new byte[20 << 20];
    body[body.length - 1] = 'x';
    london.putObject(
        r -> r.bucket(BUCKET).key("trades/new/large-own"), RequestBody.fromBytes(body));
    assertEquals(new String(body, StandardCharsets.UTF_8), endpoint.stored("trades/new/large-own"));
  }

  @Test
  void theLogTellsHowMuchWasReceived() {
    put(london, "trades/new/counted.parquet", "twelve bytes");
    String line = endpoint.server().awaitLine("counted.parquet");
    assertTrue(line.contains("received=12"), line);
    assertTrue(line.contains("table=trades"), line);
    assertTrue(line.contains("operation=PutObject"), line);
  }

  @Test
  void noPlaceOfTheStoreIsTold() {
    for (String key : new String[] {"trades/a.parquet", "trades/new/place.parquet"}) {
      RawHttp.Answer answer = endpoint.send("london", "PUT", "/datalake/" + key, Map.of(), "x");
      assertFalse(answer.everything().contains(WriteEndpoint.PHYSICAL), answer.everything());
    }
  }

  @Test
  void whereNothingMayBeWrittenAllOfItIs403(@TempDir Path directory) {
    try (WriteEndpoint readOnly = WriteEndpoint.readOnly(directory);
        S3Client owner = readOnly.client("owner")) {
      assertEquals("403 AccessDenied", refusal(owner, "trades/new/x.parquet"));
      RawHttp.Answer answer =
          readOnly.send(
              "owner", "PUT", "/datalake/trades/x", Map.of("x-amz-acl", "public-read"), "x");
      assertEquals("403 AccessDenied", answer.status() + " " + answer.code());
      assertEquals("NoSuchKey", readOnly.stored("trades/new/x.parquet"));
    }
  }

  @Test
  void whereNobodyIsVerifiedChunksAreTakenForWhatTheyAre(@TempDir Path directory) {
    try (WriteEndpoint open = WriteEndpoint.unverified(directory);
        S3Client anybody = open.client("stranger")) {
      put(anybody, "trades/new/anonymous.parquet", "content in chunks");
      assertEquals("content in chunks", open.stored("trades/new/anonymous.parquet"));
      assertEquals("403 AccessDenied", refusal(anybody, "trades/b.parquet"));
    }
  }
}
