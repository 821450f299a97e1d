package io.deltas3proxy.files.endpoint;

import static io.deltas3proxy.testing.FilesProduct.MEGABYTE;
import static io.deltas3proxy.testing.FilesProduct.bytes;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.deltas3proxy.testing.FilesClient;
import io.deltas3proxy.testing.FilesProduct;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Uploads that are answered before their store has them. */
class BackgroundUploadsIT {

  private static final String PATH = "/files?async=true";

  @TempDir private static Path directory;
  private static FilesProduct files;

  @BeforeAll
  static void start() throws IOException {
    files =
        FilesProduct.start(
            directory,
            ",\"jobs\":{\"attempts\":3,\"firstRetrySeconds\":60,\"mostOpenPerUser\":50}",
            "");
  }

  @AfterAll
  static void stop() {
    files.close();
  }

  private static String begin(FilesClient client, String bucket, String name, byte[] content) {
    HttpResponse<String> answer = client.post(PATH, FilesClient.form(bucket, name, content));
    assertEquals(202, answer.statusCode(), answer.body());
    return answer.headers().firstValue("Location").orElseThrow();
  }

  @Test
  void aFileIsStoredAfterTheAnswerAndItsJobTells() throws IOException {
    byte[] content = bytes(13 * MEGABYTE);
    String job = begin(files.alice(), "cloud", "later", content);
    String done = FilesProduct.await(files.alice(), job, "done");
    assertTrue(done.contains("\"percent\":100"), done);
    assertTrue(done.contains("\"bytes_sent\":" + content.length), done);
    assertArrayEquals(content, files.alice().download("cloud", "later").body());
    assertEquals(List.of(), files.spooled());
  }

  @Test
  void aJobIsItsOwnersAlone() {
    String job = begin(files.alice(), "disk", "mine", bytes(5));
    FilesProduct.await(files.alice(), job, "done");
    for (FilesClient other : List.of(files.carol(), files.bob())) {
      HttpResponse<byte[]> answer = other.request("GET", job);
      assertEquals(404, answer.statusCode());
      assertArrayEquals(
          answer.body(), other.request("GET", "/files/jobs/there-is-no-such-job").body());
      assertEquals(404, other.request("DELETE", job).statusCode());
    }
    assertEquals(401, files.anybody().request("GET", job).statusCode());
    assertEquals(401, files.anybody().request("DELETE", job).statusCode());
  }

  @Test
  void whatMayNotBeWrittenIsNotTaken() throws IOException {
    byte[] form = FilesClient.form("cloud", "open/x", bytes(5));
    assertEquals(403, files.bob().post(PATH, form).statusCode());
    assertEquals(401, files.anybody().post(PATH, form).statusCode());
    assertEquals(422, files.alice().post(PATH + "&object_name=another", form).statusCode());
    assertEquals(
        400, files.alice().post(PATH, FilesClient.form("cloud", "e", new byte[0])).statusCode());
    assertEquals(List.of(), files.spooled());
  }

  @Test
  void aFileThatIsNotWhatWasSaidIsNotTaken() throws IOException {
    byte[] form =
        FilesClient.form()
            .field("bucket_name", "cloud")
            .field("object_name", "wrong")
            .field("content-md5", "AAAAAAAAAAAAAAAAAAAAAA==")
            .file(bytes(5))
            .end();
    HttpResponse<String> answer = files.alice().post(PATH, form);
    assertEquals(400, answer.statusCode());
    assertEquals("{\"detail\":\"The file does not have the content-md5 said.\"}", answer.body());
    assertEquals(List.of(), files.spooled());
  }

  @Test
  void whatCannotBeStoredFailsAndSaysWhy() throws IOException {
    String job = begin(files.alice(), "gone", "x", bytes(5));
    String failed = FilesProduct.await(files.alice(), job, "failed");
    assertTrue(failed.contains("\"error\":\"Bucket gone does not exist.\""), failed);
    assertEquals(List.of(), files.spooled());
    assertEquals(409, files.alice().request("DELETE", job).statusCode());
  }

  @Test
  void whatWaitsIsDoneByTheNextProcess() throws IOException {
    files.s3().forget(files.s3().accessKey());
    String job = begin(files.alice(), "cloud", "survivor", bytes(6 * MEGABYTE));
    files.restart();
    String waiting = new String(files.alice().request("GET", job).body(), StandardCharsets.UTF_8);
    assertTrue(waiting.contains("\"object_name\":\"survivor\""), waiting);
    files.s3().know(files.s3().accessKey(), files.s3().secretKey());
    FilesProduct.await(files.alice(), job, "done");
    assertArrayEquals(bytes(6 * MEGABYTE), files.alice().download("cloud", "survivor").body());
  }

  @Test
  void anUploadThatIsCancelledLeavesNothing() throws IOException {
    files.s3().forget(files.s3().accessKey());
    String job = begin(files.alice(), "cloud", "unwanted", bytes(5));
    String waiting = FilesProduct.await(files.alice(), job, "queued");
    assertTrue(waiting.contains("\"percent\":50"), waiting);
    assertEquals(204, files.alice().request("DELETE", job).statusCode());
    FilesProduct.await(files.alice(), job, "cancelled");
    assertEquals(List.of(), files.spooled());
    files.s3().know(files.s3().accessKey(), files.s3().secretKey());
    assertEquals(400, files.alice().download("cloud", "unwanted").statusCode());
  }
}
