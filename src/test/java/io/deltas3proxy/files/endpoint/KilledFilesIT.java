package io.deltas3proxy.files.endpoint;

import static io.deltas3proxy.testing.FilesProduct.MEGABYTE;
import static io.deltas3proxy.testing.FilesProduct.bytes;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.deltas3proxy.testing.FilesClient;
import io.deltas3proxy.testing.FilesProduct;
import io.deltas3proxy.testing.ProductProcess;
import io.deltas3proxy.testing.S3TestServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is left of uploads when the process is killed while they are under way. */
class KilledFilesIT {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir private Path directory;

  @Test
  void whatWasToldIsThereAndWhatWasNotCompleteIsGivenUp() throws IOException {
    Files.createDirectory(directory.resolve("local"));
    byte[] content = bytes(6 * MEGABYTE);
    try (S3TestServer s3 = S3TestServer.start(Files.createDirectory(directory.resolve("s3")))) {
      s3.createBucket("physical");
      String configuration = FilesProduct.configuration(s3, "", "");
      String upload;
      String job;
      try (ProductProcess process = ProductProcess.start(directory, configuration);
          Socket socket = new Socket(InetAddress.getLoopbackAddress(), process.port())) {
        FilesClient alice = FilesClient.at(process.port()).bearer(FilesProduct.ALICE);
        upload = halfUploaded(alice, content);
        sendSomeParts(socket);
        await(() -> underWay(s3) == 1);
        s3.forget(s3.accessKey());
        HttpResponse<String> accepted =
            alice.post("/files?async=true", FilesClient.form("cloud", "queued", content));
        assertEquals(202, accepted.statusCode());
        job = accepted.headers().firstValue("Location").orElseThrow();
        process.kill();
      }
      s3.know(s3.accessKey(), s3.secretKey());
      try (ProductProcess process = ProductProcess.start(directory, configuration)) {
        FilesClient alice = FilesClient.at(process.port()).bearer(FilesProduct.ALICE);
        FilesProduct.await(alice, job, "done");
        assertArrayEquals(content, alice.download("cloud", "queued").body());
        assertEquals(400, alice.download("cloud", "broken").statusCode());
        finish(alice, upload, content);
        await(() -> underWay(s3) == 0);
      }
    }
  }

  private static int underWay(S3TestServer s3) {
    return s3.client().listMultipartUploads(request -> request.bucket("physical")).uploads().size();
  }

  private static void await(BooleanSupplier condition) {
    Instant end = Instant.now().plus(PATIENCE);
    while (!condition.getAsBoolean()) {
      assertTrue(Instant.now().isBefore(end), "it does not come about");
      LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
    }
  }

  private static String halfUploaded(FilesClient alice, byte[] content) {
    FilesClient tus = alice.with("Tus-Resumable", "1.0.0");
    Base64.Encoder base64 = Base64.getEncoder();
    HttpResponse<String> created =
        tus.with("Upload-Length", Integer.toString(content.length))
            .with(
                "Upload-Metadata",
                "bucket_name "
                    + base64.encodeToString("cloud".getBytes(StandardCharsets.UTF_8))
                    + ",object_name "
                    + base64.encodeToString("resumed".getBytes(StandardCharsets.UTF_8)))
            .with("Content-Type", "application/offset+octet-stream")
            .request("POST", "/files/tus", Arrays.copyOf(content, MEGABYTE));
    assertEquals(201, created.statusCode());
    return created.headers().firstValue("Location").orElseThrow();
  }

  private static void finish(FilesClient alice, String upload, byte[] content) {
    FilesClient tus = alice.with("Tus-Resumable", "1.0.0");
    HttpResponse<byte[]> head = tus.request("HEAD", upload);
    assertEquals(
        Integer.toString(MEGABYTE), head.headers().firstValue("Upload-Offset").orElseThrow());
    HttpResponse<String> last =
        tus.with("Upload-Offset", Integer.toString(MEGABYTE))
            .with("Content-Type", "application/offset+octet-stream")
            .request("PATCH", upload, Arrays.copyOfRange(content, MEGABYTE, content.length));
    assertEquals(204, last.statusCode());
    FilesProduct.await(alice, upload.replace("/tus/", "/jobs/"), "done");
    assertArrayEquals(content, alice.download("cloud", "resumed").body());
  }

  /** Enough that parts are sent, but not the whole file. */
  private static void sendSomeParts(Socket socket) throws IOException {
    byte[] form =
        FilesClient.form()
            .field("bucket_name", "cloud")
            .field("object_name", "broken")
            .file(bytes(17 * MEGABYTE))
            .unfinished();
    String head =
        "POST /files HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer "
            + FilesProduct.ALICE
            + "\r\nContent-Type: multipart/form-data; boundary="
            + FilesClient.BOUNDARY
            + "\r\nContent-Length: "
            + (form.length + MEGABYTE)
            + "\r\n\r\n";
    socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
    socket.getOutputStream().write(form);
    socket.getOutputStream().flush();
  }
}
