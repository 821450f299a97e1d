package io.deltas3proxy.deploy;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** What holds in every server even without the shipped settings: nothing is safe by them alone. */
abstract class UnchangedServerContract extends DeployedProxy {

  @Test
  void anObjectComesWhole() throws IOException {
    RawAnswer answer = raw().get(Lake.PLAIN.target());
    assertEquals("This is " + Lake.PLAIN.key() + "\n", answer.text());
    assertEquals(200, answer.status());
  }

  @Test
  void aForbiddenFileIsForbidden() throws IOException {
    RawAnswer answer = raw().get(Lake.FORBIDDEN.target());
    assertEquals(403, answer.status());
    assertEquals("AccessDenied", answer.element("Code"));
  }

  @Test
  void noTargetLeadsAroundThePartitions() throws IOException {
    UglyTargets.assertNoneLeadsToAnotherObject(raw());
  }

  @Test
  void aTruncatedObjectNeverLooksWhole() throws IOException {
    RawAnswer answer = raw().get(Lake.CUT.target());
    assertFalse(answer.status() < 400 && answer.whole(), answer::all);
  }

  @Test
  void anUploadIsStoredWholeOrNotAtAll() throws IOException {
    byte[] content = new byte[64 << 20];
    Arrays.fill(content, (byte) 7);
    for (int size : new int[] {0, 1, 3 << 20, content.length}) {
      String key = UUID.randomUUID().toString();
      byte[] sent = Arrays.copyOf(content, size);
      int status = 200;
      try (S3Client client = writer()) {
        client.putObject(
            put -> put.bucket(BUCKET).key("written/" + key), RequestBody.fromBytes(sent));
      } catch (S3Exception e) {
        status = e.statusCode();
      }
      Path stored = ServedLake.get().written().resolve(key);
      assertEquals(status == 200, Files.exists(stored), status + " for " + size);
      assertTrue(status == 200 || size == content.length, status + " for " + size);
      if (status == 200) {
        assertArrayEquals(sent, Files.readAllBytes(stored));
      }
    }
  }

  @Test
  void whatIsNotAllowedIsAnsweredBeforeItsBody() throws IOException {
    WaitingUpload upload = new WaitingUpload(port());
    assertEquals(403, upload.announce("/datalake/written/_delta_index/x", 8L << 20).status());
    assertEquals(403, upload.announce("/datalake/lake/part=open/x", 8L << 20).status());
  }
}
