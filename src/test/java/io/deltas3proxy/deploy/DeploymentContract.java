package io.deltas3proxy.deploy;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CommonPrefix;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Object;

/** What the WAR does in every server with the shipped settings. */
abstract class DeploymentContract extends GatewayContract {

  /** More than the threads of any pool that the servers have. */
  private static final int MANY = 300;

  private static final int MIB = 1 << 20;

  // --- an S3 client ---

  @Test
  void anObjectComesWhole() {
    try (S3Client client = client()) {
      var answer = client.getObjectAsBytes(get(Lake.PLAIN, null));
      assertArrayEquals(Lake.PLAIN.content(), answer.asByteArray());
      HeadObjectResponse head =
          client.headObject(request -> request.bucket(BUCKET).key("lake/" + Lake.PLAIN.key()));
      assertEquals(Lake.PLAIN.content().length, head.contentLength());
      assertEquals(answer.response().eTag(), head.eTag());
      assertEquals(answer.response().lastModified(), head.lastModified());
    }
  }

  @Test
  void everyKeyComesAsItsOwnObject() {
    Map<String, String> expected = new LinkedHashMap<>();
    Map<String, String> seen = new LinkedHashMap<>();
    try (S3Client client = client()) {
      for (LakeFile file : Lake.SPECIAL) {
        expected.put(file.key(), "This is " + file.key() + "\n");
        seen.put(file.key(), outcome(client, get(file, null)));
      }
      expected.put(Lake.LONG.key(), "This is " + Lake.LONG.key() + "\n");
      seen.put(Lake.LONG.key(), outcome(client, get(Lake.LONG, null)));
    }
    assertEquals(expected, seen);
  }

  @Test
  void whatAKeyCouldBeMistakenForIsForbidden() {
    Set<String> wrong = new TreeSet<>();
    try (S3Client client = client()) {
      for (LakeFile file : Lake.files()) {
        if (file.part().equals("closed") && !outcome(client, get(file, null)).equals("403")) {
          wrong.add(file.key());
        }
      }
    }
    assertEquals(Set.of(), wrong);
  }

  @Test
  void aListingShowsWhatMayBeRead() {
    try (S3Client client = client()) {
      List<String> listed =
          client
              .listObjectsV2Paginator(request -> request.bucket(BUCKET).prefix("lake/").maxKeys(7))
              .contents()
              .stream()
              .map(S3Object::key)
              .filter(key -> !key.startsWith("lake/_delta_log/"))
              .toList();
      Set<String> open =
          Lake.files().stream()
              .filter(file -> file.part().equals("open"))
              .map(file -> "lake/" + file.key())
              .collect(Collectors.toSet());
      assertEquals(open, new HashSet<>(listed));
      assertEquals(open.size(), listed.size());
    }
  }

  @Test
  void aListingByDirectoryHidesForbiddenPartitions() {
    try (S3Client client = client()) {
      ListObjectsV2Response answer =
          client.listObjectsV2(
              request -> request.bucket(BUCKET).prefix("lake/part").delimiter("/"));
      assertEquals(
          List.of("lake/part=open/"),
          answer.commonPrefixes().stream().map(CommonPrefix::prefix).toList());
    }
  }

  @Test
  void rangesAreServed() {
    try (S3Client client = client()) {
      assertEquals("is", outcome(client, get(Lake.PLAIN, "bytes=5-6")));
      assertEquals("parquet\n", outcome(client, get(Lake.PLAIN, "bytes=-8")));
      int length = Lake.PLAIN.content().length;
      assertEquals("quet\n", outcome(client, get(Lake.PLAIN, "bytes=" + (length - 5) + "-")));
      assertEquals("416", outcome(client, get(Lake.PLAIN, "bytes=" + length + "-")));
      var part = client.getObjectAsBytes(get(Lake.PLAIN, "bytes=0-0")).response();
      assertEquals("bytes 0-0/" + length, part.contentRange());
      assertEquals(206, part.sdkHttpResponse().statusCode());
    }
  }

  @Test
  void aMissingKeyIsMissing() {
    try (S3Client client = client()) {
      assertThrows(
          NoSuchKeyException.class,
          () -> client.getObjectAsBytes(get(new LakeFile("no/such/file", "open"), null)));
      assertThrows(NoSuchKeyException.class, () -> client.getObjectAsBytes(get(Lake.STRAY, null)));
    }
  }

  // --- errors are the application's ---

  @Test
  void errorsAreS3Errors() throws IOException {
    assertS3Error("AccessDenied", 403, raw().get(Lake.FORBIDDEN.target()));
    assertS3Error("AccessDenied", 403, raw().get(Lake.FORBIDDEN.target(), "Range: bytes=0-1"));
    assertS3Error("NoSuchKey", 404, raw().get("/datalake/lake/none"));
    assertS3Error("NoSuchBucket", 404, raw().get("/another/lake/none"));
    assertS3Error("NotImplemented", 501, raw().get("/datalake/lake/none?acl"));
    assertS3Error(
        "KeyTooLongError", 400, raw().get("/datalake/lake/" + "k".repeat(1025 - "lake/".length())));
    RawAnswer head = raw().send("HEAD", Lake.FORBIDDEN.target());
    assertEquals(403, head.status());
    assertSaysNothing(head);
  }

  @Test
  void everyMethodThatIsNotServedIsRefused() throws IOException {
    for (String method : List.of("PUT", "POST", "DELETE", "PATCH", "TRACE", "PROPFIND", "get")) {
      RawAnswer answer =
          raw().send(method, Lake.PLAIN.target(), "Content-Length: 0", "X-Echo: secret-echo");
      assertTrue(answer.status() >= 400 && answer.status() <= 501, method + answer.all());
      assertFalse(answer.all().contains("secret-echo"), method);
      assertSaysNothing(answer);
    }
  }

  @Test
  void aRefusedUploadReadsItsAnswer() throws IOException {
    RawAnswer answer =
        raw()
            .send(
                "PUT",
                Lake.PLAIN.target(),
                List.of("Content-Length: " + 50 * MIB),
                new byte[50 * MIB]);
    assertTrue(answer.status() == 403 || answer.status() == 405, answer::all);
    RawAnswer waiting =
        raw().send("PUT", Lake.PLAIN.target(), "Content-Length: " + MIB, "Expect: 100-continue");
    assertTrue(waiting.status() == 403 || waiting.status() == 405, waiting::all);
  }

  @Test
  void framingThatCanBeReadInTwoWaysIsRefused() throws IOException {
    for (List<String> headers :
        List.of(
            List.of("Content-Length: 5", "Content-Length: 6"),
            List.of("Content-Length: +5"),
            List.of("Transfer-Encoding: xchunked"),
            List.of("Transfer-Encoding: chunked, identity"))) {
      RawAnswer answer =
          raw().send("GET", Lake.PLAIN.target(), headers, "0\r\n\r\n".getBytes(US_ASCII));
      assertTrue(answer.status() >= 400, () -> headers + " " + answer.all());
      assertSaysNothing(answer);
    }
  }

  @Test
  void aSecondRequestCannotBeSmuggledBehindTheFirst() throws IOException {
    String host = "Host: localhost\r\n";
    String second = "GET /health/live HTTP/1.1\r\n" + host + "Connection: close\r\n\r\n";
    String first = "GET " + Lake.PLAIN.target() + " HTTP/1.1\r\n" + host;
    String both = "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n";
    assertEquals(1, raw().statusLines(first + both + second));
    assertEquals(2, raw().statusLines(first + "\r\n" + second));
  }

  // --- targets that no client should send ---

  @Test
  void otherSpellingsOfAKeyMeanTheSameKey() throws IOException {
    Map<String, LakeFile> spellings =
        Map.of(
            "/datalake/lake/part%3Dopen%2Fplain.parquet", Lake.PLAIN,
            "/datalake/lake/part%3dopen%2fplain.parquet", Lake.PLAIN,
            "/datalake/lake/%70art=open/plain.parquet", Lake.PLAIN,
            "/datalake/lake/special/plus+sign", special("plus+sign"),
            "/datalake/lake/special/plus%2Bsign", special("plus+sign"),
            "/datalake/lake/special/matrix;x=1", special("matrix;x=1"),
            "/datalake/lake/special/matrix%3bx%3D1", special("matrix;x=1"),
            "/datalake/lake/special%2F%2Fdouble", special("/double"));
    Map<String, String> seen =
        spellings.entrySet().stream()
            .collect(Collectors.toMap(Map.Entry::getKey, entry -> bodyOf(entry.getKey())));
    assertEquals(
        spellings.entrySet().stream()
            .collect(
                Collectors.toMap(
                    Map.Entry::getKey, entry -> "This is " + entry.getValue().key() + "\n")),
        seen);
  }

  @Test
  void targetsThatServersReadDifferentlyAreRefused() throws IOException {
    List<String> served = new ArrayList<>();
    for (String target : UglyTargets.REFUSED) {
      RawAnswer answer = raw().get(target);
      assertSaysNothing(answer);
      if (answer.status() != 400) {
        served.add(target + " " + answer.status());
      }
    }
    assertEquals(List.of(), served);
  }

  @Test
  void noTargetLeadsAroundThePartitions() throws IOException {
    UglyTargets.assertNoneLeadsToAnotherObject(raw());
  }

  // --- load and faults ---

  @Test
  void aTruncatedObjectNeverLooksWhole() throws IOException {
    for (LakeFile file : List.of(Lake.CUT, Lake.CUT_AT_ONCE)) {
      RawAnswer answer = raw().get(file.target());
      assertFalse(answer.status() < 400 && answer.whole(), answer::all);
      assertSaysNothing(answer);
      try (S3Client client = client()) {
        assertThrows(SdkException.class, () -> client.getObjectAsBytes(get(file, null)));
      }
    }
  }

  @Test
  void longHeadersArePassed() throws IOException {
    RawAnswer answer = raw().get(Lake.PLAIN.target(), "X-Long: " + "h".repeat(60_000));
    assertEquals(200, answer.status(), answer::all);
    RawAnswer tooLong = raw().get(Lake.PLAIN.target(), "X-Long: " + "h".repeat(80_000));
    assertFalse(tooLong.status() == 200, tooLong::all);
    assertSaysNothing(tooLong);
  }

  @Test
  void moreRequestsWaitForABackendThanAnyPoolHasThreads()
      throws InterruptedException, ExecutionException {
    ServedLake.get().backend().hold(MANY);
    try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<String>> bodies = new ArrayList<>();
      for (int i = 0; i < MANY; i++) {
        bodies.add(clients.submit(() -> bodyOf(Lake.HELD.target())));
      }
      for (Future<String> body : bodies) {
        assertEquals("This is " + Lake.HELD.key() + "\n", body.get());
      }
    }
  }

  @Test
  void metricsHaveAPortOfTheirOwn() throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newHttpClient()) {
      for (int port : List.of(port(), ServedLake.get().metricsPort())) {
        URI uri = URI.create("http://localhost:" + port + "/metrics");
        var answer = client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
        assertEquals(200, answer.statusCode());
        assertTrue(answer.body().contains("queries_served_total"), answer::body);
      }
    }
  }

  private String bodyOf(String target) {
    try {
      RawAnswer answer = raw().get(target);
      return answer.status() == 200 && answer.whole() ? answer.text() : "" + answer.status();
    } catch (IOException e) {
      return e.toString();
    }
  }

  private static LakeFile special(String name) {
    return Lake.SPECIAL.stream()
        .filter(file -> file.key().equals("special/" + name))
        .findFirst()
        .orElseThrow();
  }
}
