package io.deltas3proxy.s3.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PassableSignatureTest {

  private static final String AUTHORIZATION =
      "AWS4-HMAC-SHA256 Credential=AKIA/20260101/us-east-1/s3/aws4_request,"
          + " SignedHeaders=host;x-amz-date, Signature="
          + "0".repeat(64);

  private static Optional<Set<String>> headersSentOn(String... lines) {
    RawRequest request = new RawRequest("GET", "", "/lake/t/f", null, new FixedHeaders(lines));
    S3CommandParser parser = new S3CommandParser(List.of("localhost"), true);
    S3Command.GetObject get =
        assertInstanceOf(S3Command.GetObject.class, parser.parse(request).command());
    return PassableSignature.of(request, get.read()).map(signed -> signed.headers().keySet());
  }

  @Test
  void aSignatureIsSentOnWithWhatItCovers() {
    assertEquals(
        Optional.of(Set.of("authorization", "x-amz-date", "x-amz-content-sha256")),
        headersSentOn(
            "host:localhost",
            "authorization:" + AUTHORIZATION,
            "x-amz-date:20260101T000000Z",
            "x-amz-content-sha256:UNSIGNED-PAYLOAD"));
  }

  /** As curl sends it: stores refuse it, though the proxy knows that a read has no body. */
  @Test
  void aSignatureWithoutTheHashOfTheBodyIsNotSentOn() {
    assertEquals(
        Optional.empty(),
        headersSentOn(
            "host:localhost", "authorization:" + AUTHORIZATION, "x-amz-date:20260101T000000Z"));
  }
}
