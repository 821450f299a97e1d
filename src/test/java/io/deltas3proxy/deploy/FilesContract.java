package io.deltas3proxy.deploy;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.deltas3proxy.testing.FilesClient;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Forms and resumable uploads in every server, whose own reading of forms stays out of it. */
abstract class FilesContract extends AdministrationContract {

  /** What servers like to split, decode twice or cut. */
  private static final String NAME = "Zo\u00eb/..;x=1 %41+b&c=d";

  private FilesClient anybody() {
    return FilesClient.at(port());
  }

  private FilesClient uploader() {
    return anybody().bearer(ServedLake.TOKEN);
  }

  private static byte[] content(int size) {
    byte[] content = new byte[size];
    new Random(size).nextBytes(content);
    return content;
  }

  @Test
  void formsAreTakenInAnyOrderAndFilesComeBack() {
    for (int size : new int[] {1, 12 << 20}) {
      byte[] content = content(size);
      assertEquals(200, uploader().upload("up", NAME, content).statusCode());
      assertArrayEquals(content, uploader().download("up", NAME).body());
      byte[] reverse =
          FilesClient.form()
              .file(content)
              .field("object_name", "late")
              .field("bucket_name", "up")
              .end();
      HttpResponse<String> answer = uploader().post("/files/", reverse);
      assertEquals(200, answer.statusCode(), answer.body());
      HttpResponse<byte[]> range = uploader().with("Range", "bytes=0-0").download("up", "late");
      assertEquals(206, range.statusCode());
      assertEquals(1, range.body().length);
    }
  }

  @Test
  void filesAreRefusedInEveryServerAlike() throws IOException {
    assertEquals(401, anybody().upload("up", "x", content(1)).statusCode());
    assertEquals(401, anybody().download("up", "x").statusCode());
    assertEquals(404, uploader().upload("none", "x", content(1)).statusCode());
    assertEquals(400, uploader().upload("up", "x", new byte[0]).statusCode());
    assertEquals(405, uploader().request("PUT", "/files").statusCode());
    RawAnswer encoded = raw().sendUnsigned("GET", "/files/%6Fpenapi.json");
    assertEquals(401, encoded.status(), encoded::all);
    assertSaysNothing(encoded);
  }

  @Test
  void resumableUploadsGoThrough() {
    FilesClient tus = uploader().with("Tus-Resumable", "1.0.0");
    HttpResponse<byte[]> begun =
        tus.with("Upload-Length", "10")
            .with("Upload-Metadata", "bucket_name " + base64("up") + ",filename " + base64("t"))
            .request("POST", "/files/tus");
    assertEquals(201, begun.statusCode());
    String upload = begun.headers().firstValue("Location").orElseThrow();
    assertTrue(upload.startsWith("/files/tus/"), upload);
    byte[] piece = content(5);
    for (String offset : new String[] {"0", "5"}) {
      assertEquals(
          offset, tus.request("HEAD", upload).headers().firstValue("Upload-Offset").orElseThrow());
      HttpResponse<String> added =
          tus.with("Upload-Offset", offset)
              .with("Content-Type", "application/offset+octet-stream")
              .request("PATCH", upload, piece);
      assertEquals(204, added.statusCode(), added.body());
    }
    assertEquals(10, uploader().download("up", "t").body().length);
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
