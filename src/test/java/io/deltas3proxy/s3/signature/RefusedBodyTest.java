package io.deltas3proxy.s3.signature;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.deltas3proxy.s3.protocol.S3ErrorCode;
import io.deltas3proxy.s3.protocol.S3Exception;
import io.deltas3proxy.storage.Checksum;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A body that was refused has no end: whoever reads on gets neither its rest nor its end. */
class RefusedBodyTest {

  private static final byte[] BODY = "trades".getBytes(StandardCharsets.US_ASCII);

  @Test
  void bodyThatIsNotEmptyAsSignedStaysRefused() throws IOException {
    assertStaysRefused(
        new Payload.Hashed(Digests.EMPTY).open(new ByteArrayInputStream(BODY)),
        S3ErrorCode.X_AMZ_CONTENT_SHA256_MISMATCH);
  }

  @Test
  void bodyWithAnotherChecksumStaysRefusedThoughARightOneFollows() throws IOException {
    String chunks =
        "6\r\ntrades\r\n0\r\nx-amz-checksum-crc32:AAAAAA==\r\n\r\n"
            + "0\r\nx-amz-checksum-crc32:"
            + crc32()
            + "\r\n\r\n";
    assertStaysRefused(open(chunks), S3ErrorCode.BAD_DIGEST);
  }

  @Test
  void bodyWithItsChecksumIsReadToItsEnd() throws IOException {
    String chunks = "6\r\ntrades\r\n0\r\nx-amz-checksum-crc32:" + crc32() + "\r\n\r\n";
    try (InputStream in = open(chunks)) {
      assertArrayEquals(BODY, in.readAllBytes());
    }
  }

  private static InputStream open(String chunks) {
    return new Payload.Chunked(null, BODY.length, Set.of("x-amz-checksum-crc32"))
        .open(new ByteArrayInputStream(chunks.getBytes(StandardCharsets.US_ASCII)));
  }

  private static String crc32() {
    Checksum checksum = Objects.requireNonNull(Checksum.KNOWN.get("x-amz-checksum-crc32")).get();
    checksum.update(BODY, 0, BODY.length);
    return checksum.value();
  }

  private static void assertStaysRefused(InputStream in, S3ErrorCode code) throws IOException {
    try (in) {
      byte[] buffer = new byte[64];
      assertEquals(code, assertThrows(S3Exception.class, () -> readOn(in, buffer)).code());
      for (int again = 0; again < 3; again++) {
        assertEquals(
            code, assertThrows(S3Exception.class, () -> in.read(buffer, 0, buffer.length)).code());
        assertEquals(code, assertThrows(S3Exception.class, in::read).code());
      }
    }
  }

  private static int readOn(InputStream in, byte[] buffer) throws IOException {
    int total = 0;
    for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
      total += read;
    }
    return total;
  }
}
