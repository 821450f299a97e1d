package io.deltas3proxy.s3.endpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.deltas3proxy.testing.FaultyS3Server;
import io.deltas3proxy.testing.FaultyS3Server.Received;
import io.deltas3proxy.testing.RawHttp;
import io.deltas3proxy.testing.S3TestServer;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/** Callers' own signatures before a real S3 server that verifies them. */
class PassedSignatureIT {

  private static final String KEY = "t/" + ForwardingEndpoint.FILE_KEY;

  private static final TableBackend PASSING =
      new TableBackend(
          AuthMode.FORWARD,
          new CallerCredentials(Map.of(), Map.of(), null, SignatureUse.PASS_THROUGH));

  @TempDir private Path directory;
  private S3TestServer backend;
  private ForwardingEndpoint endpoint;
  private S3Client ada;

  @BeforeEach
  void start() {
    backend = S3TestServer.start(directory);
    ForwardingEndpoint.fill(backend);
    // Not the secret that the proxy has: what it signs itself is refused.
    backend.know("AKADA", "known-to-ada-alone");
    endpoint = new ForwardingEndpoint(backend.endpoint(), GetMode.PROXY, Map.of(), PASSING);
    ada = endpoint.client("AKADA", "known-to-ada-alone");
  }

  @AfterEach
  void stop() {
    ada.close();
    endpoint.close();
    backend.close();
  }

  @Test
  void anSdkReadsThroughTheProxyWithItsOwnSignature() {
    assertEquals("london", ada.getObjectAsBytes(r -> r.bucket("datalake").key(KEY)).asUtf8String());
    assertEquals(
        "ond",
        ada.getObjectAsBytes(r -> r.bucket("datalake").key(KEY).range("bytes=1-3")).asUtf8String());
    HeadObjectResponse head = ada.headObject(r -> r.bucket("datalake").key(KEY));
    assertEquals(6, head.contentLength());
    assertEquals(
        "london",
        ada.getObjectAsBytes(r ->
                r.bucket("datalake")
                    .key(KEY)
                    .ifMatch(head.eTag())
                    .checksumMode(ChecksumMode.ENABLED))
            .asUtf8String());
    assertEquals(
        412,
        assertThrows(
                S3Exception.class,
                () -> ada.getObjectAsBytes(r -> r.bucket("datalake").key(KEY).ifMatch("\"other\"")))
            .statusCode());
    assertEquals(Set.of("AKADA"), backend.askers());
  }

  /** The server's 304 does not name the object's state: that is asked for with the caller's key. */
  @Test
  void anUnmodifiedObjectIsNotSentAgain() {
    String secret = ForwardingEndpoint.ADA.secretAccessKey();
    backend.know("AKADA", secret);
    try (S3Client client = endpoint.client("AKADA", secret)) {
      String eTag = client.headObject(r -> r.bucket("datalake").key(KEY)).eTag();
      S3Exception answer =
          assertThrows(
              S3Exception.class,
              () -> client.getObjectAsBytes(r -> r.bucket("datalake").key(KEY).ifNoneMatch(eTag)));
      assertEquals(304, answer.statusCode());
      assertEquals(Set.of("AKADA"), backend.askers());
    }
  }

  @Test
  void listingsAreSignedAnewWithTheKeyOfTheCaller() {
    assertEquals(
        403,
        assertThrows(S3Exception.class, () -> ada.listObjectsV2(r -> r.bucket("datalake")))
            .statusCode());
    backend.know("AKADA", ForwardingEndpoint.ADA.secretAccessKey());
    assertEquals(
        List.of("t/_delta_log/00000000000000000000.json", KEY),
        ada.listObjectsV2(r -> r.bucket("datalake")).contents().stream()
            .map(S3Object::key)
            .toList());
    assertEquals(Set.of("AKADA"), backend.askers());
  }

  @Test
  void aPresignedUrlPassesWithItsQuery() {
    RawHttp.Answer whole = follow(presigned("known-to-ada-alone"));
    assertEquals("200 london", whole.status() + " " + whole.text());
    RawHttp.Answer part = follow(presigned("known-to-ada-alone"), "Range: bytes=1-2");
    assertEquals("206 on", part.status() + " " + part.text());
    assertEquals(Set.of("AKADA"), backend.askers());
  }

  @Test
  void theStoreRefusesASignatureThatIsWrongForIt() {
    RawHttp.Answer answer = follow(presigned("another-secret"));
    assertEquals("403 AccessDenied", answer.status() + " " + answer.code());
    RawHttp.Answer header =
        endpoint
            .http()
            .get(ForwardingEndpoint.FILE, ForwardingEndpoint.signedBy(ForwardingEndpoint.ADA));
    assertEquals("403 AccessDenied", header.status() + " " + header.code());
  }

  @Test
  void whatIsNotAllowedIsNotAskedFor() {
    assertEquals(
        403,
        assertThrows(
                S3Exception.class,
                () -> ada.getObjectAsBytes(r -> r.bucket("datalake").key("t/b1/other.parquet")))
            .statusCode());
    assertEquals(Set.of(), backend.askers());
  }

  @Test
  void theStoreSeesWhatTheCallerSigned() {
    try (FaultyS3Server seen =
            FaultyS3Server.start(FaultyS3Server.good("x".getBytes(StandardCharsets.UTF_8)));
        ForwardingEndpoint before =
            new ForwardingEndpoint(seen.endpoint(), GetMode.PROXY, Map.of(), PASSING)) {
      before
          .http()
          .get(
              "/datalake/t/b1/part%201+%c3%a9.parquet?x-id=GetObject",
              "Host: lake.example.com:8443",
              "Authorization: AWS4-HMAC-SHA256 Credential=AKADA/20260131/us-east-1/s3/aws4_request,"
                  + " SignedHeaders=amz-sdk-request;host;user-agent;x-amz-date, Signature="
                  + "a".repeat(64),
              "User-Agent: a/1  (b)",
              "amz-sdk-request: attempt=1",
              "x-amz-date: 20260131T000000Z",
              "x-amz-content-sha256: UNSIGNED-PAYLOAD",
              "Cookie: of-the-proxy",
              "x-amz-request-payer: requester",
              "If-None-Match: \"other\"");
      Received received = seen.received().getFirst();
      assertEquals("/datalake/t/b1/part%201%2B%C3%A9.parquet?x-id=GetObject", received.target());
      assertEquals("lake.example.com:8443", received.header("Host"));
      assertEquals("a/1  (b)", received.header("User-Agent"));
      assertEquals("attempt=1", received.header("amz-sdk-request"));
      assertEquals("20260131T000000Z", received.header("x-amz-date"));
      assertEquals("UNSIGNED-PAYLOAD", received.header("x-amz-content-sha256"));
      assertEquals("\"other\"", received.header("If-None-Match"));
      assertTrue(received.header("Authorization").endsWith("a".repeat(64)));
      assertEquals("", received.header("Cookie"));
      assertEquals("", received.header("x-amz-request-payer"));
      assertEquals(1, received.headers().stream().filter(PassedSignatureIT::isHost).count());
    }
  }

  private static boolean isHost(String line) {
    return line.regionMatches(true, 0, "Host:", 0, 5);
  }

  /** Each has a signature that covers what cannot be sent on, so the proxy signs anew. */
  @Test
  void whatCannotBeSentOnAsItCameIsSignedAnew() {
    for (String covered :
        List.of(
            "x-amz-request-payer: requester",
            "accept-encoding: gzip",
            "connection: close",
            "range: bytes=0-1,3-4",
            "x-amz-security-token: t",
            "cookie: c")) {
      try (FaultyS3Server seen =
              FaultyS3Server.start(FaultyS3Server.good("x".getBytes(StandardCharsets.UTF_8)));
          ForwardingEndpoint before =
              new ForwardingEndpoint(seen.endpoint(), GetMode.PROXY, Map.of(), PASSING)) {
        String name = covered.substring(0, covered.indexOf(':'));
        before
            .http()
            .get(
                ForwardingEndpoint.FILE,
                "Authorization: AWS4-HMAC-SHA256"
                    + " Credential=AKADA/20260131/us-east-1/s3/aws4_request, SignedHeaders=host;"
                    + name
                    + ", Signature="
                    + "a".repeat(64),
                "x-amz-date: 20260131T000000Z",
                covered);
        Received received = seen.received().getFirst();
        assertTrue(received.header("Authorization").contains("Credential=AKADA/"), covered);
        assertFalse(received.header("Authorization").contains("a".repeat(64)), covered);
        assertFalse(received.header("x-amz-date").equals("20260131T000000Z"), covered);
      }
    }
  }

  /** The Java SDK signs that it can take a checksum behind the body; no answer here has one. */
  @Test
  void anAnswerThatIsMoreThanTheObjectIsAskedForAnew() {
    try (FaultyS3Server server = FaultyS3Server.start(FaultyS3Server.hangingUp());
        ForwardingEndpoint before =
            new ForwardingEndpoint(server.endpoint(), GetMode.PROXY, Map.of(), PASSING);
        S3Client client = before.client("AKADA", "known-to-ada-alone")) {
      server.answerBy(
          FaultyS3Server.status(
              200,
              FaultyS3Server.STATE + "x-amz-transfer-encoding: append-md5\r\n",
              "london0123456789abcdef"),
          FaultyS3Server.good("london".getBytes(StandardCharsets.UTF_8)));
      assertEquals(
          "london", client.getObjectAsBytes(r -> r.bucket("datalake").key(KEY)).asUtf8String());
      assertEquals("append-md5", server.received().getFirst().header("x-amz-te"));
      assertEquals("", server.received().getLast().header("x-amz-te"));
    }
  }

  @Test
  void aSignatureThatHasEndedIsNotTriedAgain() {
    try (FaultyS3Server failing = FaultyS3Server.start(FaultyS3Server.status(500, "", ""));
        ForwardingEndpoint before =
            new ForwardingEndpoint(failing.endpoint(), GetMode.PROXY, Map.of(), PASSING)) {
      RawHttp.Answer answer =
          before
              .http()
              .get(
                  ForwardingEndpoint.FILE,
                  ForwardingEndpoint.signedBy(ForwardingEndpoint.ADA),
                  "x-amz-date: 20260101T000000Z");
      assertEquals(503, answer.status());
      assertEquals(1, failing.received().size());
    }
  }

  private URI presigned(String secret) {
    try (S3Presigner presigner =
        S3Presigner.builder()
            .endpointOverride(endpoint.server().uri())
            .region(Region.US_EAST_1)
            .serviceConfiguration(S3Configuration.builder().pathStyleAccessEnabled(true).build())
            .credentialsProvider(
                StaticCredentialsProvider.create(AwsBasicCredentials.create("AKADA", secret)))
            .build()) {
      return URI.create(
          presigner
              .presignGetObject(r ->
                  r.signatureDuration(Duration.ofMinutes(5))
                      .getObjectRequest(get -> get.bucket("datalake").key(KEY)))
              .url()
              .toString());
    }
  }

  private RawHttp.Answer follow(URI url, String... headers) {
    return endpoint.http().get(url.getRawPath() + "?" + url.getRawQuery(), headers);
  }
}
