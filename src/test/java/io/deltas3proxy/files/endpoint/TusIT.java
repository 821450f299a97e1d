package io.deltas3proxy.files.endpoint;

import static io.deltas3proxy.testing.FilesProduct.MEGABYTE;
import static io.deltas3proxy.testing.FilesProduct.bytes;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.deltas3proxy.testing.FilesClient;
import io.deltas3proxy.testing.FilesProduct;
import io.deltas3proxy.testing.RawHttp;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The resumable protocol, request by request (tus 1.0). */
class TusIT {

  @TempDir private static Path directory;
  private static FilesProduct files;

  @BeforeAll
  static void start() throws IOException {
    files = FilesProduct.start(directory, ",\"maxObjectMegabytes\":64", "");
  }

  @AfterAll
  static void stop() {
    files.close();
  }

  private static FilesClient tus(FilesClient client) {
    return client.with("Tus-Resumable", "1.0.0");
  }

  private static String metadata(String bucket, String name) {
    return "bucket_name " + base64(bucket) + ",object_name " + base64(name);
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private static FilesClient creating(FilesClient client, String name, int length) {
    return tus(client)
        .with("Upload-Length", Integer.toString(length))
        .with("Upload-Metadata", metadata("cloud", name));
  }

  private static String create(String name, int length) {
    HttpResponse<byte[]> answer =
        creating(files.alice(), name, length).request("POST", "/files/tus");
    assertEquals(201, answer.statusCode());
    assertEquals("1.0.0", answer.headers().firstValue("Tus-Resumable").orElseThrow());
    assertTrue(answer.headers().firstValue("Upload-Expires").isPresent());
    return answer.headers().firstValue("Location").orElseThrow();
  }

  private static FilesClient at(FilesClient client, long offset) {
    return tus(client)
        .with("Content-Type", "application/offset+octet-stream")
        .with("Upload-Offset", Long.toString(offset));
  }

  private static HttpResponse<String> patch(String upload, long offset, byte[] piece) {
    return at(files.alice(), offset).request("PATCH", upload, piece);
  }

  private static String offset(String upload) {
    HttpResponse<byte[]> head = tus(files.alice()).request("HEAD", upload);
    assertEquals(200, head.statusCode());
    assertEquals("no-store", head.headers().firstValue("Cache-Control").orElseThrow());
    return head.headers().firstValue("Upload-Offset").orElseThrow();
  }

  @Test
  void whatIsSpokenIsToldToEverybody() {
    HttpResponse<byte[]> answer = files.anybody().request("OPTIONS", "/files/tus");
    assertEquals(204, answer.statusCode());
    assertEquals("1.0.0", answer.headers().firstValue("Tus-Version").orElseThrow());
    assertEquals(
        "creation,creation-with-upload,termination,checksum,expiration",
        answer.headers().firstValue("Tus-Extension").orElseThrow());
    assertEquals(
        Integer.toString(64 * MEGABYTE), answer.headers().firstValue("Tus-Max-Size").orElseThrow());
  }

  @Test
  void piecesBecomeAFile() throws IOException {
    byte[] content = bytes(12 * MEGABYTE + 5);
    String upload = create("pieces", content.length);
    int at = 0;
    for (int piece : List.of(5 * MEGABYTE, 1, 7 * MEGABYTE + 4)) {
      assertEquals(Integer.toString(at), offset(upload));
      HttpResponse<String> answer = patch(upload, at, Arrays.copyOfRange(content, at, at + piece));
      assertEquals(204, answer.statusCode(), answer.body());
      at += piece;
      assertEquals(
          Integer.toString(at), answer.headers().firstValue("Upload-Offset").orElseThrow());
    }
    FilesProduct.await(files.alice(), upload.replace("/tus/", "/jobs/"), "done");
    assertArrayEquals(content, files.alice().download("cloud", "pieces").body());
    assertEquals(Integer.toString(content.length), offset(upload));
    assertEquals(409, patch(upload, content.length, bytes(1)).statusCode());
    assertEquals(0, files.uploadsUnderWay());
  }

  @Test
  void theFirstPieceMayComeWithTheCreation() {
    HttpResponse<String> answer =
        creating(files.alice(), "at-once", 5)
            .with("Content-Type", "application/offset+octet-stream")
            .request("POST", "/files/tus", bytes(5));
    assertEquals(201, answer.statusCode(), answer.body());
    assertEquals("5", answer.headers().firstValue("Upload-Offset").orElseThrow());
    assertArrayEquals(bytes(5), files.alice().download("cloud", "at-once").body());
  }

  @Test
  void aFirstPieceThatIsRefusedLeavesNoUpload() throws IOException {
    List<String> before = files.spooled();
    FilesClient client =
        creating(files.alice(), "refused", 5)
            .with("Content-Type", "application/offset+octet-stream");
    for (String checksum : List.of("sha1 " + base64("another digest"), "crc9 AAAA")) {
      HttpResponse<String> answer =
          client.with("Upload-Checksum", checksum).request("POST", "/files/tus", bytes(5));
      assertTrue(answer.statusCode() >= 400, answer.body());
      assertTrue(answer.headers().firstValue("Location").isEmpty());
    }
    assertEquals(before, files.spooled());
  }

  @Test
  void whatCannotBeStoredIsNotCreated() {
    HttpResponse<String> answer =
        tus(files.alice())
            .with("Upload-Length", "5")
            .with("Upload-Metadata", metadata("gone", "x"))
            .with("Content-Type", "application/offset+octet-stream")
            .request("POST", "/files/tus", bytes(5));
    assertEquals(400, answer.statusCode());
    assertEquals("{\"detail\":\"Bucket gone does not exist.\"}", answer.body());
  }

  @Test
  void anUploadGoesOnInTheNextProcess() {
    byte[] content = bytes(3 * MEGABYTE);
    String upload = create("restarted", content.length);
    assertEquals(204, patch(upload, 0, Arrays.copyOfRange(content, 0, MEGABYTE)).statusCode());
    files.restart();
    assertEquals(Integer.toString(MEGABYTE), offset(upload));
    assertEquals(
        204,
        patch(upload, MEGABYTE, Arrays.copyOfRange(content, MEGABYTE, content.length))
            .statusCode());
    assertArrayEquals(content, files.alice().download("cloud", "restarted").body());
  }

  @Test
  void whatCameBeforeAClientWentAwayIsKept() throws IOException {
    byte[] content = bytes(1000);
    String upload = create("interrupted", content.length);
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), files.product().port())) {
      String head =
          "PATCH "
              + upload
              + " HTTP/1.1\r\nHost: x\r\nTus-Resumable: 1.0.0\r\nUpload-Offset: 0\r\n"
              + "Content-Type: application/offset+octet-stream\r\nAuthorization: Bearer "
              + FilesProduct.ALICE
              + "\r\nContent-Length: 1000\r\n\r\n";
      socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
      socket.getOutputStream().write(content, 0, 400);
      socket.getOutputStream().flush();
      socket.shutdownOutput();
      // The connection ends when the request has been dealt with.
      byte[] answer = socket.getInputStream().readAllBytes();
      assertFalse(new String(answer, StandardCharsets.US_ASCII).contains(" 204 "));
    }
    assertEquals("400", offset(upload));
    assertEquals(204, patch(upload, 400, Arrays.copyOfRange(content, 400, 1000)).statusCode());
    assertArrayEquals(content, files.alice().download("cloud", "interrupted").body());
  }

  @Test
  void aPieceMustHaveItsChecksum() throws Exception {
    byte[] content = bytes(100);
    String upload = create("checked", content.length);
    String right =
        Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-1").digest(content));
    HttpResponse<String> wrong =
        at(files.alice(), 0)
            .with("Upload-Checksum", "sha1 " + base64("no such digest, at all"))
            .request("PATCH", upload, content);
    assertEquals(460, wrong.statusCode());
    assertEquals("0", offset(upload));
    assertEquals(
        400,
        at(files.alice(), 0)
            .with("Upload-Checksum", "crc9 AAAA")
            .request("PATCH", upload, content)
            .statusCode());
    assertEquals(
        204,
        at(files.alice(), 0)
            .with("Upload-Checksum", "sha1 " + right)
            .request("PATCH", upload, content)
            .statusCode());
    assertArrayEquals(content, files.alice().download("cloud", "checked").body());
  }

  @Test
  void whatIsNotAsTheProtocolSaysIsRefused() {
    String upload = create("strict", 10);
    assertEquals(409, patch(upload, 3, bytes(1)).statusCode());
    assertEquals(413, patch(upload, 0, bytes(11)).statusCode());
    assertEquals("0", offset(upload));
    assertEquals(412, files.alice().request("HEAD", upload).statusCode());
    assertEquals(
        415,
        tus(files.alice())
            .with("Upload-Offset", "0")
            .with("Content-Type", "text/plain")
            .request("PATCH", upload, bytes(1))
            .statusCode());
    assertEquals(
        413,
        creating(files.alice(), "big", 65 * MEGABYTE).request("POST", "/files/tus").statusCode());
    assertEquals(400, tus(files.alice()).request("POST", "/files/tus").statusCode());
    assertEquals(
        204,
        tus(files.alice())
            .with("X-HTTP-Method-Override", "DELETE")
            .request("POST", upload)
            .statusCode());
  }

  @Test
  void anUploadThatIsEndedIsGone() throws IOException {
    String upload = create("ended", 10);
    assertEquals(204, patch(upload, 0, bytes(4)).statusCode());
    assertEquals(204, tus(files.alice()).request("DELETE", upload).statusCode());
    assertEquals(410, tus(files.alice()).request("HEAD", upload).statusCode());
    assertEquals(410, patch(upload, 4, bytes(6)).statusCode());
    assertEquals(
        List.of(),
        files.spooled().stream().filter(name -> upload.endsWith(name.substring(4))).toList());
  }

  @Test
  void anUploadIsItsOwnersAlone() {
    String upload = create("mine", 10);
    for (FilesClient other : List.of(files.carol(), files.bob())) {
      assertEquals(404, tus(other).request("HEAD", upload).statusCode());
      assertEquals(404, tus(other).request("DELETE", upload).statusCode());
      assertEquals(404, at(other, 0).request("PATCH", upload, bytes(1)).statusCode());
    }
    assertEquals(401, tus(files.anybody()).request("HEAD", upload).statusCode());
    assertEquals(401, at(files.anybody(), 0).request("PATCH", upload, bytes(1)).statusCode());
    assertEquals(401, tus(files.anybody()).request("DELETE", upload).statusCode());
    assertEquals(
        403, creating(files.bob(), "open/x", 10).request("POST", "/files/tus").statusCode());
    assertEquals(
        401, creating(files.anybody(), "open/x", 10).request("POST", "/files/tus").statusCode());
    assertEquals("0", offset(upload));
  }

  @Test
  void onlyOneRequestAddsAtATime() throws IOException {
    String upload = create("locked", 1000);
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), files.product().port())) {
      String head =
          "PATCH "
              + upload
              + " HTTP/1.1\r\nHost: x\r\nTus-Resumable: 1.0.0\r\nUpload-Offset: 0\r\n"
              + "Content-Type: application/offset+octet-stream\r\nAuthorization: Bearer "
              + FilesProduct.ALICE
              + "\r\nExpect: 100-continue\r\nContent-Length: 1000\r\n\r\n";
      socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
      socket.getOutputStream().flush();
      // Whoever says so reads the body, and has the lock.
      assertEquals('H', socket.getInputStream().read());
      assertEquals(423, patch(upload, 0, bytes(10)).statusCode());
      assertEquals(423, tus(files.alice()).request("DELETE", upload).statusCode());
      socket.getOutputStream().write(bytes(1000));
      socket.getOutputStream().flush();
      assertTrue(
          new String(socket.getInputStream().readNBytes(60), StandardCharsets.US_ASCII)
              .contains("204"));
    }
    assertEquals("1000", offset(upload));
  }

  @Test
  void eachRouteOfTheDescriptionIsThere() {
    String document =
        new String(
            files.anybody().request("GET", "/files/openapi.json").body(), StandardCharsets.UTF_8);
    assertTrue(document.contains("\"openapi\":\"3.1.0\""), document);
    RawHttp http = files.product().http();
    for (String path : List.of("/files", "/files/jobs/x", "/files/tus", "/files/tus/x")) {
      assertTrue(document.contains("\"" + path.replace("/x", "/{id}") + "\""), path);
      assertEquals(204, http.send("OPTIONS", path).status());
    }
  }
}
