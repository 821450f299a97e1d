package io.deltas3proxy.security;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.deltas3proxy.testing.Product;
import io.deltas3proxy.testing.RawHttp.Answer;
import io.deltas3proxy.testing.S3TestServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/** The product before a real S3 server that verifies every signature, with tables of Spark. */
class RealS3IT {

  private static final String BUCKET = "physical-bucket";
  private static final Path TABLES = Path.of("src/test/resources/tables");
  private static final String PLAIN = "checkpoint-and-commits";

  @TempDir private static Path directory;
  private static S3TestServer backend;
  private static Product streaming;
  private static Product redirecting;
  private static Product choosing;
  private static String allowed = "";
  private static String forbidden = "";

  @BeforeAll
  static void start() throws IOException {
    backend = S3TestServer.start(Files.createDirectory(directory.resolve("s3")));
    backend.createBucket(BUCKET);
    for (String table :
        List.of(PLAIN, "deletion-vectors-prefixed", "special-characters-prefixed")) {
      copy(table);
    }
    try (Stream<Path> files = Files.walk(TABLES.resolve(PLAIN))) {
      List<String> keys = files.map(TABLES::relativize).map(Path::toString).toList();
      allowed = one(keys, "MIC=XLON/");
      forbidden = one(keys, "MIC=XMIL/");
    }
    streaming = product("\"getMode\":\"proxy\"");
    redirecting = product("\"presign\":{\"expirySeconds\":60}");
    choosing =
        product(
            "\"getMode\":\"auto\",\"proxyPartial\":true,"
                + "\"redirect\":{\"userAgents\":[\"follows\"],\"users\":[\"AKIDGO\"]}");
  }

  private static String one(List<String> keys, String part) {
    return keys.stream()
        .filter(key -> key.contains(part) && key.endsWith(".parquet"))
        .sorted()
        .findFirst()
        .orElseThrow();
  }

  private static void copy(String table) throws IOException {
    try (Stream<Path> files = Files.walk(TABLES.resolve(table))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        backend.put(BUCKET, "lake/" + TABLES.relativize(file), Files.readAllBytes(file));
      }
    }
  }

  private static Product product(String more) {
    return Product.start(
        directory,
        "\"stores\":{"
            + Product.store(backend.endpoint(), BUCKET)
            + "},\"tableMapping\":{\"%s\":\"s3://%s/lake/%s\"".formatted(PLAIN, BUCKET, PLAIN)
            + ",\"vectors\":\"s3://%s/lake/deletion-vectors-prefixed\"".formatted(BUCKET)
            + "},\"allowedPartitions\":{\"%s\":[{\"MIC\":[\"XLON\",\"XETR\"]}],".formatted(PLAIN)
            + "\"vectors\":[{\"MIC\":\"XLON\"}]},"
            + more);
  }

  @AfterAll
  static void stop() {
    for (Product product : List.of(streaming, redirecting, choosing)) {
      product.close();
    }
    backend.close();
  }

  private static byte[] bytes(String key) throws IOException {
    return Files.readAllBytes(TABLES.resolve(key));
  }

  private static String latin1(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  private static String log(int version) {
    return "/datalake/" + PLAIN + "/_delta_log/%020d.json".formatted(version);
  }

  @Test
  void anSdkReadsWhatIsAllowedAndSeesWhyItReadsNoMore() throws IOException {
    try (S3Client client = streaming.client()) {
      assertArrayEquals(
          bytes(allowed),
          client.getObjectAsBytes(get -> get.bucket("datalake").key(allowed)).asByteArray());
      assertEquals(
          bytes(allowed).length,
          client.headObject(head -> head.bucket("datalake").key(allowed)).contentLength());
      assertEquals(
          "PAR1",
          client
              .getObjectAsBytes(get -> get.bucket("datalake").key(allowed).range("bytes=-4"))
              .asUtf8String());
      S3Exception refused =
          assertThrows(
              S3Exception.class,
              () -> client.getObjectAsBytes(get -> get.bucket("datalake").key(forbidden)));
      assertEquals(403, refused.statusCode());
      assertEquals("AccessDenied", refused.awsErrorDetails().errorCode());
      assertEquals(
          403,
          assertThrows(
                  S3Exception.class,
                  () -> client.headObject(head -> head.bucket("datalake").key(forbidden)))
              .statusCode());
      assertEquals(
          403,
          assertThrows(
                  S3Exception.class,
                  () ->
                      client.getObjectAsBytes(
                          get -> get.bucket("datalake").key(forbidden).range("bytes=0-3")))
              .statusCode());
      assertThrows(
          S3Exception.class,
          () -> client.deleteObject(delete -> delete.bucket("datalake").key(allowed)));
    }
  }

  @Test
  void anSdkListsWhatMayBeReadAndReadsAllThatItLists() {
    try (S3Client client = streaming.client()) {
      List<String> keys =
          client
              .listObjectsV2Paginator(
                  ListObjectsV2Request.builder().bucket("datalake").maxKeys(5).build())
              .contents()
              .stream()
              .map(S3Object::key)
              .toList();
      assertTrue(keys.contains(allowed), keys::toString);
      assertFalse(keys.contains(forbidden), keys::toString);
      assertTrue(keys.stream().noneMatch(key -> key.contains("MIC=XMIL")), keys::toString);
      assertTrue(keys.stream().anyMatch(key -> key.endsWith(".bin")), keys::toString);
      for (String key : keys) {
        assertNotEquals(
            0,
            client.getObjectAsBytes(get -> get.bucket("datalake").key(key)).asByteArray().length);
      }
    }
  }

  private static HttpResponse<byte[]> fetch(String url, String... headers)
      throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url));
      for (int i = 0; i < headers.length; i += 2) {
        request.header(headers[i], headers[i + 1]);
      }
      return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }
  }

  private static String redirect(Answer answer) {
    assertEquals(307, answer.status(), answer::everything);
    assertEquals("no-store", answer.header("Cache-Control").orElse(""));
    assertEquals("", answer.bytes());
    return answer.header("Location").orElseThrow();
  }

  @Test
  void theRedirectIsForExactlyTheKeyThatWasAllowed() throws Exception {
    String url = redirect(redirecting.http().get("/datalake/" + allowed));
    assertTrue(url.startsWith(backend.endpoint() + "/" + BUCKET + "/lake/"), url);
    assertTrue(url.contains("X-Amz-Expires=60"), url);
    assertArrayEquals(bytes(allowed), fetch(url).body());
    HttpResponse<byte[]> part = fetch(url, "Range", "bytes=0-3");
    assertEquals(206, part.statusCode());
    String other = url.replace("MIC%3DXLON", "MIC%3DXMIL").replace("MIC=XLON", "MIC=XMIL");
    assertNotEquals(url, other);
    for (String tampered :
        List.of(
            other,
            url.replace("X-Amz-Expires=60", "X-Amz-Expires=604800"),
            url.replaceFirst("X-Amz-Signature=....", "X-Amz-Signature=0000"),
            url.replaceFirst("/lake/[^?]*", "/lake/" + forbidden.replace("=", "%3D")),
            url + "&response-content-type=text%2Fhtml",
            url.replaceFirst("\\?.*", ""))) {
      assertEquals(403, fetch(tampered).statusCode(), tampered);
    }
  }

  @Test
  void whatIsForbiddenMissingLogHeadOrPartIsNeverRedirected() throws IOException {
    for (String headers : List.of("Range: bytes=0-3", "If-None-Match: *", "User-Agent: follows")) {
      Answer answer = redirecting.http().get("/datalake/" + forbidden, headers);
      assertEquals(403, answer.status(), headers);
      assertTrue(answer.header("Location").isEmpty(), headers);
      assertFalse(answer.everything().contains(BUCKET), headers);
    }
    assertEquals(404, redirecting.http().get("/datalake/" + PLAIN + "/none").status());
    Answer log = redirecting.http().get(log(0));
    assertEquals(200, log.status());
    assertEquals(latin1(bytes(PLAIN + "/_delta_log/00000000000000000000.json")), log.bytes());
    Answer head = redirecting.http().send("HEAD", "/datalake/" + allowed);
    assertEquals(200, head.status());
    assertEquals("" + bytes(allowed).length, head.header("Content-Length").orElse(""));
    assertEquals(200, redirecting.http().get("/datalake/" + allowed + "?partNumber=1").status());
  }

  @Test
  void deletionVectorsAreServedLikeTheFilesThatNeedThem() {
    try (S3Client client = streaming.client()) {
      List<String> vectors =
          client
              .listObjectsV2(list -> list.bucket("datalake").prefix("vectors/"))
              .contents()
              .stream()
              .map(S3Object::key)
              .filter(key -> key.endsWith(".bin"))
              .toList();
      assertFalse(vectors.isEmpty());
      redirect(redirecting.http().get("/datalake/" + vectors.getFirst()));
    }
  }

  @Test
  void headersThatAClientWillRepeatAreSigned() throws Exception {
    String url =
        redirect(
            redirecting
                .http()
                .get(
                    "/datalake/" + allowed + "?response-content-type=text%2Fcsv",
                    "x-amz-checksum-mode: ENABLED",
                    "Authorization: AWS4-HMAC-SHA256 Credential=A/20260101/us-east-1/s3/"
                        + "aws4_request, SignedHeaders=host, Signature="
                        + "0".repeat(64)));
    assertTrue(url.contains("response-content-type=text%2Fcsv"), url);
    HttpResponse<byte[]> answer = fetch(url, "x-amz-checksum-mode", "ENABLED");
    assertEquals(200, answer.statusCode());
    assertEquals("text/csv", answer.headers().firstValue("Content-Type").orElse(""));
    assertEquals(403, fetch(url).statusCode(), "without the signed header");
    assertEquals(
        403,
        fetch(url.replace("text%2Fcsv", "text%2Fhtml"), "x-amz-checksum-mode", "ENABLED")
            .statusCode());
  }

  @Test
  void inAutoModeOnlyThoseOnTheListsAreRedirectedAndTheirNamesOpenNothing() throws IOException {
    String credential =
        "Authorization: AWS4-HMAC-SHA256 Credential=AKIDGO/20260101/us-east-1/s3/aws4_request,"
            + " SignedHeaders=host, Signature="
            + "0".repeat(64);
    redirect(choosing.http().get("/datalake/" + allowed, "User-Agent: x follows/1"));
    redirect(choosing.http().get("/datalake/" + allowed, credential));
    Answer plain = choosing.http().get("/datalake/" + allowed);
    assertEquals(latin1(bytes(allowed)), plain.bytes());
    Answer part =
        choosing.http().get("/datalake/" + allowed, "User-Agent: follows", "Range: bytes=0-3");
    assertEquals(206, part.status(), "parts are streamed here");
    assertEquals("PAR1", part.bytes());
    for (String header : List.of("User-Agent: follows", credential)) {
      assertEquals(403, choosing.http().get("/datalake/" + forbidden, header).status());
    }
  }
}
