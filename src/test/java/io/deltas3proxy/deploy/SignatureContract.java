package io.deltas3proxy.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/** Signatures verify in every server, for every key, and nobody reads without. */
abstract class SignatureContract extends DeployedProxy {

  @Test
  void nobodyReadsWithoutASignatureOrWithAWrongOne() throws IOException {
    assertS3Error("AccessDenied", 403, raw().sendUnsigned("GET", Lake.PLAIN.target()));
    assertS3Error("AccessDenied", 403, raw().sendUnsigned("GET", "/datalake"));
    assertS3Error("AccessDenied", 403, raw().sendUnsigned("GET", "/datalake/no/such/table"));
    assertS3Error("AccessDenied", 403, raw().sendUnsigned("GET", "/"));
    assertEquals(200, raw().sendUnsigned("GET", "/health/live").status());
    assertEquals(200, raw().sendUnsigned("OPTIONS", Lake.PLAIN.target()).status());
    try (S3Client stranger = client("another secret")) {
      assertEquals("403", outcome(stranger, get(Lake.PLAIN, null)));
      for (LakeFile file : Lake.SPECIAL) {
        assertEquals("403", outcome(stranger, get(file, null)), file.key());
      }
    }
  }

  @Test
  void everyKeyCanBePresigned() throws IOException {
    try (S3Presigner presigner = presigner()) {
      for (LakeFile file : Lake.SPECIAL) {
        String url =
            presigner
                .presignGetObject(r ->
                    r.signatureDuration(Duration.ofMinutes(5)).getObjectRequest(get(file, null)))
                .url()
                .getFile();
        assertEquals(
            "This is " + file.key() + "\n", raw().sendUnsigned("GET", url).text(), file.key());
        assertS3Error(
            "SignatureDoesNotMatch",
            403,
            raw().sendUnsigned("GET", url.replaceFirst("lake/lake", "lake/lak")));
      }
    }
  }

  /** Servers that keep headers in a spelling of their own would break these. */
  @Test
  void signedHeadersArriveAsTheyWereSent() throws IOException {
    for (String type :
        List.of(
            "text/plain;charset=UTF-8",
            "text/plain; charset=UTF-8",
            "text/html; charset=utf-8",
            "application/json;charset=UTF-8",
            "Application/X-WWW-Form-Urlencoded")) {
      assertEquals(
          200,
          raw()
              .getSigning(
                  Lake.PLAIN.target(),
                  Map.of(
                      "content-type", type,
                      "accept", "*/*",
                      "accept-encoding", "GZIP, Identity",
                      "cache-control", "No-Cache",
                      "user-agent", "Tests/1.0 (A; B)",
                      "x-amz-meta-a", "Some VALUE, \"quoted\""))
              .status(),
          type);
    }
  }
}
