package io.deltas3proxy.files.endpoint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.deltas3proxy.testing.FilesClient;
import io.deltas3proxy.testing.Product;
import io.deltas3proxy.testing.RawHttp;
import io.deltas3proxy.testing.S3TestServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files of any size, over a directory and over a real S3 server, by forms as clients send them. */
class FilesIT {

  private static final String TOKEN = "a-token-of-thirty-two-characters-or-more";
  private static final String READER = "another-token-of-somebody-who-only-reads";
  private static final int MEGABYTE = 1024 * 1024;
  private static final byte[] SMALL = "hello".getBytes(StandardCharsets.UTF_8);
  private static final String SUCCESS =
      "{\"detail\":\"File uploaded successfully\",\"message\":\"File uploaded successfully\","
          + "\"status_code\":200}";

  @TempDir private static Path directory;
  private static S3TestServer s3;
  private static Product product;

  @BeforeAll
  static void start() throws IOException {
    s3 = S3TestServer.start(Files.createDirectory(directory.resolve("s3")));
    s3.createBucket("physical");
    Files.createDirectory(directory.resolve("local"));
    product =
        Product.start(
            directory,
            "\"localDirectories\":[\"local\"],\"stores\":{"
                + Product.store(s3.endpoint(), "physical")
                + "},\"files\":{\"buckets\":{\"cloud\":\"s3://physical/in/box\","
                + "\"disk\":\"file:local\","
                + "\"gone\":{\"uri\":\"s3://nowhere/x\",\"store\":\"backend\"}},"
                + "\"tokens\":{\"alice\":\""
                + TOKEN
                + "\",\"bob\":\""
                + READER
                + "\"},\"uploadMultipartLimitMb\":10,\"uploadMemoryMegabytes\":8,\"access\":["
                + "{\"user\":\"alice\",\"buckets\":[\"*\"],\"privileges\":[\"read\",\"write\"]},"
                + "{\"user\":\"bob\",\"buckets\":[\"cloud\"],\"prefix\":\"open/\","
                + "\"privileges\":[\"read\"]}]}");
  }

  @AfterAll
  static void stop() {
    product.close();
    s3.close();
  }

  private static FilesClient alice() {
    return FilesClient.of(product).bearer(TOKEN);
  }

  private static byte[] bytes(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return bytes;
  }

  @ParameterizedTest
  @ValueSource(strings = {"cloud", "disk"})
  void aSmallFileGoesUpAndComesDown(String bucket) {
    HttpResponse<String> answer = alice().upload(bucket, "a/b c.txt", SMALL);
    assertEquals(200, answer.statusCode());
    assertEquals(SUCCESS, answer.body());
    HttpResponse<byte[]> back = alice().download(bucket, "a/b c.txt");
    assertEquals(200, back.statusCode());
    assertArrayEquals(SMALL, back.body());
    assertEquals("text/plain", back.headers().firstValue("X-File-Type").orElseThrow());
  }

  @ParameterizedTest
  @ValueSource(strings = {"cloud", "disk"})
  void aLargeFileGoesUpInPartsAndComesDown(String bucket) {
    byte[] content = bytes(23 * MEGABYTE + 17);
    assertEquals(200, alice().upload(bucket, "large.bin", content).statusCode());
    assertArrayEquals(content, alice().download(bucket, "large.bin").body());
  }

  @Test
  void upToTheLimitAFileIsOneObjectAndAboveItPartsAreMade() {
    assertEquals(200, alice().upload("cloud", "ten", bytes(10 * MEGABYTE)).statusCode());
    assertEquals(200, alice().upload("cloud", "more", bytes(10 * MEGABYTE + 1)).statusCode());
    assertFalse(eTag("in/box/ten").contains("-"));
    assertTrue(eTag("in/box/more").endsWith("-3\""));
  }

  private static String eTag(String key) {
    return s3.client().headObject(request -> request.bucket("physical").key(key)).eTag();
  }

  @ParameterizedTest
  @ValueSource(ints = {5, 12 * MEGABYTE})
  void theFileMayComeBeforeItsName(int size) throws IOException {
    byte[] content = bytes(size);
    byte[] form =
        FilesClient.form()
            .file(content)
            .field("object_name", "late")
            .field("bucket_name", "cloud")
            .end();
    assertEquals(200, alice().post("/files", form).statusCode());
    assertArrayEquals(content, alice().download("cloud", "late").body());
    assertNothingIsLeft();
  }

  private static void assertNothingIsLeft() throws IOException {
    try (Stream<Path> files = Files.list(directory.resolve("files-spool"))) {
      assertEquals(List.of("lock"), files.map(file -> String.valueOf(file.getFileName())).toList());
    }
    assertEquals(
        List.of(),
        s3.client().listMultipartUploads(request -> request.bucket("physical")).uploads());
  }

  @Test
  void anEmptyFileIsNone() {
    HttpResponse<String> answer = alice().upload("cloud", "empty", new byte[0]);
    assertEquals(400, answer.statusCode());
    assertEquals("{\"detail\":\"File is empty or not readable.\"}", answer.body());
    assertEquals(400, alice().download("cloud", "empty").statusCode());
  }

  @ParameterizedTest
  @ValueSource(ints = {5, 12 * MEGABYTE})
  void aFormThatBreaksOffStoresNothing(int size) throws IOException {
    byte[] form =
        FilesClient.form()
            .field("bucket_name", "cloud")
            .field("object_name", "broken")
            .file(bytes(size))
            .unfinished();
    HttpResponse<String> answer = alice().post("/files/", form);
    assertEquals(400, answer.statusCode());
    assertEquals("{\"detail\":\"File is empty or not readable.\"}", answer.body());
    assertEquals(400, alice().download("cloud", "broken").statusCode());
    assertNothingIsLeft();
  }

  @Test
  void aClientThatGoesAwayLeavesNothing() throws IOException {
    byte[] form =
        FilesClient.form()
            .field("bucket_name", "cloud")
            .field("object_name", "left")
            .file(bytes(17 * MEGABYTE))
            .unfinished();
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), product.port())) {
      String head =
          "POST /files HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer "
              + TOKEN
              + "\r\nContent-Type: multipart/form-data; boundary="
              + FilesClient.BOUNDARY
              + "\r\nContent-Length: "
              + 2 * form.length
              + "\r\n\r\n";
      socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
      socket.getOutputStream().write(form);
      socket.getOutputStream().flush();
      socket.shutdownOutput();
      // The connection ends when the request has been dealt with.
      assertFalse(
          new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII)
              .contains(" 200 "));
    }
    assertEquals(400, alice().download("cloud", "left").statusCode());
    assertNothingIsLeft();
  }

  @Test
  void aFormIsHeldToWhatTheQueryNames() {
    String path = "/files?bucket_name=cloud&object_name=said+so";
    assertEquals(422, alice().post(path, FilesClient.form("cloud", "other", SMALL)).statusCode());
    assertEquals(400, alice().download("cloud", "other").statusCode());
    assertEquals(200, alice().post(path, FilesClient.form("cloud", "said so", SMALL)).statusCode());
  }

  @Test
  void aFormThatIsTooLongIsRefusedBeforeItIsSent() {
    long most = 50L * 1024 * MEGABYTE;
    RawHttp.Answer answer =
        product
            .http()
            .send(
                "POST",
                "/files",
                "Authorization: Bearer " + TOKEN,
                "Content-Type: multipart/form-data; boundary=" + FilesClient.BOUNDARY,
                "Expect: 100-continue",
                "Content-Length: " + (most + 3 * MEGABYTE));
    assertEquals(413, answer.status());
  }

  @Test
  void aSpoolThatFailsIsNotTheFaultOfTheFile() throws IOException {
    Path spool = directory.resolve("files-spool");
    Path away = directory.resolve("away");
    Files.move(spool, away);
    try {
      byte[] form =
          FilesClient.form()
              .file(SMALL)
              .field("bucket_name", "cloud")
              .field("object_name", "a")
              .end();
      assertEquals(503, alice().post("/files", form).statusCode());
    } finally {
      Files.move(away, spool);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"unknown", "gone"})
  void aBucketThatIsNotThereIsSaidSo(String bucket) {
    HttpResponse<String> answer = alice().upload(bucket, "a", SMALL);
    assertEquals(404, answer.statusCode());
    assertEquals("{\"detail\":\"Bucket " + bucket + " does not exist.\"}", answer.body());
    HttpResponse<byte[]> back = alice().download(bucket, "a");
    assertEquals(400, back.statusCode());
    assertEquals(
        "{\"detail\":\"File a or bucket " + bucket + " not found.\"}",
        new String(back.body(), StandardCharsets.UTF_8));
  }

  @Test
  void nobodyWithoutAProofIsLetIn() {
    for (FilesClient nobody :
        List.of(
            FilesClient.of(product),
            FilesClient.of(product).bearer("not-a-token-that-anybody-has-been-given"),
            FilesClient.of(product).with("Authorization", "Basic YTpi"))) {
      HttpResponse<String> answer = nobody.upload("cloud", "open/x", SMALL);
      assertEquals(401, answer.statusCode());
      assertEquals(
          "Bearer realm=\"files\"", answer.headers().firstValue("WWW-Authenticate").orElseThrow());
      assertEquals(401, nobody.download("cloud", "open/x").statusCode());
      assertEquals(401, nobody.request("HEAD", FilesClient.target("cloud", "a")).statusCode());
    }
  }

  @Test
  void whoHasNoRightLearnsNothing() {
    FilesClient bob = FilesClient.of(product).bearer(READER);
    assertEquals(200, alice().upload("cloud", "open/there", SMALL).statusCode());
    assertEquals(200, alice().upload("cloud", "closed/there", SMALL).statusCode());
    assertEquals(200, bob.download("cloud", "open/there").statusCode());
    for (String method : List.of("GET", "HEAD")) {
      HttpResponse<byte[]> there = bob.request(method, FilesClient.target("cloud", "closed/there"));
      HttpResponse<byte[]> missing = bob.request(method, FilesClient.target("cloud", "closed/no"));
      assertEquals(403, there.statusCode());
      assertEquals(403, missing.statusCode());
      assertArrayEquals(there.body(), missing.body());
    }
    assertEquals(403, bob.download("disk", "a").statusCode());
    assertEquals(403, bob.download("unknown", "a").statusCode());
    assertEquals(403, bob.upload("cloud", "open/new", SMALL).statusCode());
    assertEquals(400, bob.download("cloud", "open/new").statusCode());
  }

  @Test
  void aRangeAndConditionsAndHeadersAreThoseOfHttp() {
    assertEquals(200, alice().upload("cloud", "r/d\u00fc\"x.txt", SMALL).statusCode());
    HttpResponse<byte[]> range =
        alice().with("Range", "bytes=1-3").download("cloud", "r/d\u00fc\"x.txt");
    assertEquals(206, range.statusCode());
    assertEquals("ell", new String(range.body(), StandardCharsets.UTF_8));
    assertEquals("bytes 1-3/5", range.headers().firstValue("Content-Range").orElseThrow());
    assertEquals(
        "attachment; filename=\"d__x.txt\"; filename*=UTF-8''d%C3%BC%22x.txt",
        range.headers().firstValue("Content-Disposition").orElseThrow());
    String tag = range.headers().firstValue("ETag").orElseThrow();
    String target = FilesClient.target("cloud", "r/d\u00fc\"x.txt");
    assertEquals(304, alice().with("If-None-Match", tag).request("GET", target).statusCode());
    assertEquals(412, alice().with("If-Match", "\"x\"").request("GET", target).statusCode());
    assertEquals(416, alice().with("Range", "bytes=9-").request("GET", target).statusCode());
    FilesClient ranged = alice().with("Range", "bytes=0-0");
    assertEquals(206, ranged.with("If-Range", tag).request("GET", target).statusCode());
    assertEquals(200, ranged.with("If-Range", "\"x\"").request("GET", target).statusCode());
    HttpResponse<byte[]> head = alice().request("HEAD", target);
    assertEquals(200, head.statusCode());
    assertEquals("5", head.headers().firstValue("Content-Length").orElseThrow());
    assertEquals("5", head.headers().firstValue("X-File-Size").orElseThrow());
    assertEquals("d%C3%BC%22x.txt", head.headers().firstValue("X-File-Name").orElseThrow());
  }
}
