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
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
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

  private static final Instant LONG_AGO = Instant.parse("2026-01-01T00:00:00Z");
  private static final String SECRET = ForwardingEndpoint.ADA.secretAccessKey();

  @TempDir private Path directory;
  private S3TestServer backend;
  private ForwardingEndpoint endpoint;
  private S3Client ada;

  @BeforeEach
  void start() {
    backend = S3TestServer.start(directory);
    ForwardingEndpoint.fill(backend);
    backend.know("AKADA", SECRET);
    endpoint = new ForwardingEndpoint(backend.endpoint(), GetMode.PROXY, Map.of(), PASSING);
    ada = endpoint.client("AKADA", SECRET);
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
    String eTag = ada.headObject(r -> r.bucket("datalake").key(KEY)).eTag();
    S3Exception answer =
        assertThrows(
            S3Exception.class,
            () -> ada.getObjectAsBytes(r -> r.bucket("datalake").key(KEY).ifNoneMatch(eTag)));
    assertEquals(304, answer.statusCode());
    assertEquals(Set.of("AKADA"), backend.askers());
  }

  @Test
  void listingsAreSignedAnewWithTheKeyOfTheCaller() {
    backend.know("AKADA", "changed");
    assertEquals(
        403,
        assertThrows(S3Exception.class, () -> ada.listObjectsV2(r -> r.bucket("datalake")))
            .statusCode());
    backend.know("AKADA", SECRET);
    assertEquals(
        List.of("t/_delta_log/00000000000000000000.json", KEY),
        ada.listObjectsV2(r -> r.bucket("datalake")).contents().stream()
            .map(S3Object::key)
            .toList());
    assertEquals(Set.of("AKADA"), backend.askers());
  }

  @Test
  void aPresignedUrlPassesWithItsQuery() {
    RawHttp.Answer whole = follow(presigned(SECRET));
    assertEquals("200 london", whole.status() + " " + whole.text());
    RawHttp.Answer part = follow(presigned(SECRET), "Range: bytes=1-2");
    assertEquals("206 on", part.status() + " " + part.text());
    assertEquals(Set.of("AKADA"), backend.askers());
  }

  @Test
  void theStoreRefusesASignatureThatIsWrongForIt() {
    backend.know("AKADA", "changed");
    RawHttp.Answer answer = follow(presigned(SECRET));
    assertEquals("403 AccessDenied", answer.status() + " " + answer.code());
    RawHttp.Answer header = endpoint.get(ForwardingEndpoint.FILE, ForwardingEndpoint.ADA);
    assertEquals("403 AccessDenied", header.status() + " " + header.code());
    assertEquals(Set.of("AKADA"), backend.askers());
  }

  @Test
  void whatTheProxyDoesNotVerifyIsNotSentOn() {
    // The store would take it.
    backend.know("AKADA", "guessed");
    RawHttp.Answer url = follow(presigned("guessed"));
    assertEquals("403 SignatureDoesNotMatch", url.status() + " " + url.code());
    RawHttp.Answer header =
        endpoint.get(
            ForwardingEndpoint.FILE, ForwardingEndpoint.pretending(ForwardingEndpoint.ADA));
    assertEquals("403 SignatureDoesNotMatch", header.status() + " " + header.code());
    RawHttp.Answer unsigned =
        endpoint.http().get(ForwardingEndpoint.FILE, "x-proxy-auth-mode: forward");
    assertEquals("403 AccessDenied", unsigned.status() + " " + unsigned.code());
    RawHttp.Answer session = endpoint.get(ForwardingEndpoint.FILE, ForwardingEndpoint.EVE);
    assertEquals("403 AccessDenied", session.status() + " " + session.code());
    assertEquals(Set.of(), backend.askers());
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
      String target = "/datalake/t/b1/part%201+%c3%a9.parquet?x-id=GetObject";
      Map<String, String> signed =
          Map.of(
              "amz-sdk-request", "attempt=1",
              "host", "lake.example.com:8443",
              "user-agent", "a/1  (b)");
      Instant now = Instant.now();
      List<String> lines =
          new ArrayList<>(
              ForwardingEndpoint.signature(ForwardingEndpoint.ADA)
                  .lines("GET", target, signed, now));
      String authorization = lines.getLast();
      lines.add("Cookie: of-the-proxy");
      lines.add("If-None-Match: \"other\"");
      before.http().get(target, lines.toArray(String[]::new));
      Received received = seen.received().getFirst();
      assertEquals("/datalake/t/b1/part%201%2B%C3%A9.parquet?x-id=GetObject", received.target());
      assertEquals("lake.example.com:8443", received.header("Host"));
      assertEquals("a/1  (b)", received.header("User-Agent"));
      assertEquals("attempt=1", received.header("amz-sdk-request"));
      assertTrue(lines.contains("x-amz-date: " + received.header("x-amz-date")));
      assertEquals("UNSIGNED-PAYLOAD", received.header("x-amz-content-sha256"));
      assertEquals("\"other\"", received.header("If-None-Match"));
      assertEquals(authorization, "Authorization: " + received.header("Authorization"));
      assertEquals("", received.header("Cookie"));
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
            "cookie: c")) {
      try (FaultyS3Server seen =
              FaultyS3Server.start(FaultyS3Server.good("x".getBytes(StandardCharsets.UTF_8)));
          ForwardingEndpoint before =
              new ForwardingEndpoint(seen.endpoint(), GetMode.PROXY, Map.of(), PASSING)) {
        int colon = covered.indexOf(':');
        List<String> lines =
            ForwardingEndpoint.signature(ForwardingEndpoint.ADA)
                .lines(
                    "GET",
                    ForwardingEndpoint.FILE,
                    Map.of(
                        "host",
                        "127.0.0.1:" + before.server().port(),
                        covered.substring(0, colon),
                        covered.substring(colon + 2)),
                    Instant.now());
        // Once in a request: a repeated header would be another than the signed one.
        String end =
            covered.startsWith("connection") ? "\r\n\r\n" : "\r\nConnection: close\r\n\r\n";
        RawHttp.Answer answer =
            before
                .http()
                .exchange(
                    "GET "
                        + ForwardingEndpoint.FILE
                        + " HTTP/1.1\r\n"
                        + String.join("\r\n", lines)
                        + end);
        assertEquals(200, answer.status(), covered);
        Received received = seen.received().getFirst();
        assertTrue(received.header("Authorization").contains("Credential=AKADA/"), covered);
        String signature = lines.getLast().substring(lines.getLast().length() - 64);
        assertFalse(received.header("Authorization").contains(signature), covered);
      }
    }
  }

  /** The Java SDK signs that it can take a checksum behind the body; no answer here has one. */
  @Test
  void anAnswerThatIsMoreThanTheObjectIsAskedForAnew() {
    try (FaultyS3Server server = FaultyS3Server.start(FaultyS3Server.hangingUp());
        ForwardingEndpoint before =
            new ForwardingEndpoint(server.endpoint(), GetMode.PROXY, Map.of(), PASSING);
        S3Client client = before.client("AKADA", SECRET)) {
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
            ForwardingEndpoint.at(
                Clock.fixed(LONG_AGO, ZoneOffset.UTC), failing.endpoint(), PASSING)) {
      RawHttp.Answer answer =
          before
              .http()
              .get(
                  ForwardingEndpoint.FILE,
                  before.signed("GET", ForwardingEndpoint.FILE, ForwardingEndpoint.ADA, LONG_AGO));
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
