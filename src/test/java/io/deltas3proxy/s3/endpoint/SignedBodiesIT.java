package io.deltas3proxy.s3.endpoint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.deltas3proxy.accounts.Identities;
import io.deltas3proxy.accounts.Identity;
import io.deltas3proxy.accounts.KeyLookup;
import io.deltas3proxy.accounts.Principal;
import io.deltas3proxy.testing.BodySink;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/** Bodies that the AWS SDK sends: what was signed is kept, and nothing else is. */
class SignedBodiesIT {

  private static final String ID = "AKIAIOSFODNN7EXAMPLE";
  private static final String SECRET = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
  private static final Identities IDENTITIES =
      (id, token) ->
          id.equals(ID)
              ? new KeyLookup.Found(
                  new Identity(
                      ID, SECRET, null, null, new Principal("alice", new TreeSet<>(), false)))
              : new KeyLookup.Unknown();

  /** Stands at the end of every body; who tampers with it sends another. */
  private static final byte MARK = 7;

  private final BodySink sink = BodySink.start(IDENTITIES, true);

  @AfterEach
  void stop() {
    sink.close();
  }

  private S3ClientBuilder client(String secret) {
    return S3Client.builder()
        .endpointOverride(sink.uri())
        .region(Region.EU_WEST_1)
        .forcePathStyle(true)
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create(ID, secret)));
  }

  private static byte[] body(int length) {
    byte[] body = new byte[length];
    Arrays.fill(body, (byte) 'a');
    body[length - 1] = MARK;
    return body;
  }

  private void put(S3Client client, byte[] body) {
    client.putObject(r -> r.bucket("datalake").key("t/a b+c=d"), RequestBody.fromBytes(body));
  }

  private void assertKept(byte[] body) {
    assertEquals(1, sink.kept().size());
    assertArrayEquals(body, sink.kept().values().iterator().next());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 100, 128 * 1024, 1_000_003})
  void signedChunksWithATrailerAreKept(int length) {
    byte[] body = body(length);
    try (S3Client client = client(SECRET).httpClientBuilder(Apache5HttpClient.builder()).build()) {
      put(client, body);
    }
    assertKept(body);
  }

  @ParameterizedTest
  @EnumSource(
      value = ChecksumAlgorithm.class,
      names = {"CRC32", "CRC32_C", "SHA1", "SHA256"})
  void everyChecksumOfTheSdkIsKnown(ChecksumAlgorithm algorithm) {
    byte[] body = body(200_000);
    try (S3Client client = client(SECRET).httpClientBuilder(Apache5HttpClient.builder()).build()) {
      client.putObject(
          r -> r.bucket("datalake").key("t/file").checksumAlgorithm(algorithm),
          RequestBody.fromBytes(body));
    }
    assertKept(body);
  }

  private S3Client withoutTrailers(SdkHttpClient http) {
    return client(SECRET)
        .httpClient(http)
        .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
        .build();
  }

  private S3Client withoutChunks(SdkHttpClient http) {
    return client(SECRET)
        .httpClient(http)
        .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
        .serviceConfiguration(S3Configuration.builder().chunkedEncodingEnabled(false).build())
        .build();
  }

  @Test
  void signedChunksAndSignedHashesAreKept() {
    byte[] body = body(200_000);
    try (SdkHttpClient http = Apache5HttpClient.create();
        S3Client chunks = withoutTrailers(http);
        S3Client hash = withoutChunks(http)) {
      put(chunks, body);
      assertKept(body);
      sink.kept().clear();
      put(hash, body);
      assertKept(body);
    }
  }

  @Test
  void aBodyThatWasChangedOnTheWayIsNotKept() {
    byte[] body = body(200_000);
    try (SdkHttpClient http = new Tampering(Apache5HttpClient.create());
        S3Client trailer = client(SECRET).httpClient(http).build();
        S3Client chunks = withoutTrailers(http);
        S3Client hash = withoutChunks(http)) {
      Map<S3Client, String> codes =
          Map.of(
              trailer, "SignatureDoesNotMatch",
              chunks, "SignatureDoesNotMatch",
              hash, "XAmzContentSHA256Mismatch");
      codes.forEach((client, code) -> {
        S3Exception refusal = assertThrows(S3Exception.class, () -> put(client, body));
        assertEquals(code, refusal.awsErrorDetails().errorCode());
      });
    }
    assertEquals(Map.of(), sink.kept());
    assertEquals(3, sink.reads());
  }

  @Test
  void aWrongSecretIsRefusedBeforeTheBodyIsRead() {
    try (S3Client client = client("wrong").httpClientBuilder(Apache5HttpClient.builder()).build()) {
      S3Exception refusal = assertThrows(S3Exception.class, () -> put(client, body(200_000)));
      assertEquals("SignatureDoesNotMatch", refusal.awsErrorDetails().errorCode());
      assertEquals(403, refusal.statusCode());
    }
    assertEquals(0, sink.reads());
  }

  @Test
  void bodiesWithoutAHashAreNotTakenWhereTheSettingSaysSo() throws Exception {
    try (BodySink strict = BodySink.start(IDENTITIES, false);
        HttpClient http = HttpClient.newHttpClient()) {
      assertEquals(403, sent(http, presignedPut(strict.uri(), "t/file"), "any").statusCode());
      assertEquals(0, strict.reads());
    }
  }

  @Test
  void aPresignedUrlIsForItsKeyAndMethod() throws Exception {
    try (HttpClient http = HttpClient.newHttpClient()) {
      URI url = presignedPut(sink.uri(), "t/a b+c=d");
      assertEquals(200, sent(http, url, "anything").statusCode());
      assertKept("anything".getBytes(StandardCharsets.UTF_8));
      URI other = URI.create(url.toString().replace("c%3Dd", "c%3De"));
      assertEquals(403, sent(http, other, "anything").statusCode());
      HttpResponse<String> got =
          http.send(HttpRequest.newBuilder(url).build(), BodyHandlers.ofString());
      assertEquals(403, got.statusCode());
      assertEquals(1, sink.reads());
    }
  }

  private static URI presignedPut(URI endpoint, String key) throws Exception {
    try (S3Presigner presigner =
        S3Presigner.builder()
            .endpointOverride(endpoint)
            .region(Region.EU_WEST_1)
            .serviceConfiguration(S3Configuration.builder().pathStyleAccessEnabled(true).build())
            .credentialsProvider(
                StaticCredentialsProvider.create(AwsBasicCredentials.create(ID, SECRET)))
            .build()) {
      return presigner
          .presignPutObject(r ->
              r.signatureDuration(Duration.ofMinutes(5))
                  .putObjectRequest(put -> put.bucket("datalake").key(key)))
          .url()
          .toURI();
    }
  }

  private static HttpResponse<String> sent(HttpClient http, URI url, String body)
      throws IOException, InterruptedException {
    return http.send(
        HttpRequest.newBuilder(url).PUT(BodyPublishers.ofString(body)).build(),
        BodyHandlers.ofString());
  }

  /** Changes the mark in every body after it was signed. */
  private record Tampering(SdkHttpClient client) implements SdkHttpClient {
    @Override
    public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
      HttpExecuteRequest.Builder changed =
          HttpExecuteRequest.builder().request(request.httpRequest());
      request
          .contentStreamProvider()
          .ifPresent(body -> changed.contentStreamProvider(() -> new Changed(body.newStream())));
      return client.prepareRequest(changed.build());
    }

    @Override
    public void close() {
      client.close();
    }
  }

  private static final class Changed extends FilterInputStream {
    Changed(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      int octet = in.read();
      return octet == MARK ? MARK + 1 : octet;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      int read = in.read(target, offset, length);
      for (int i = offset; i < offset + read; i++) {
        target[i] = target[i] == MARK ? MARK + 1 : target[i];
      }
      return read;
    }
  }
}
