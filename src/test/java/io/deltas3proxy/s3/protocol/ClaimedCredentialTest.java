package io.deltas3proxy.s3.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClaimedCredentialTest {

  private static final int LONGEST_HEADER = 64 * 1024;

  @ParameterizedTest
  @CsvSource({
    "'AWS4-HMAC-SHA256 Credential=AK/20260101/r/s3/aws4_request, Signature=0', AK",
    "'AWS4-HMAC-SHA256 SignedHeaders=host,Credential=AK/2', AK",
    "'AWS4-HMAC-SHA256 Credential=A K/2', ",
    "'AWS4-HMAC-SHA256 Credential=/2', ",
    "'AWS4-HMAC-SHA256 Credential=AK', ",
    "'AWS4-HMAC-SHA256Credential=AK/2', ",
    "'AWS4-HMAC-SHA256', ",
    "'Credential=AK/2', ",
    "'Bearer AK/2', ",
    "'', ",
  })
  void theHeaderNamesItsSigner(String header, @Nullable String id) {
    assertEquals(id, of(header).accessKeyId());
    assertFalse(of(header).signed());
  }

  @Test
  void onlyAHeaderWithAllItsPartsIsSigned() {
    String whole =
        "AWS4-HMAC-SHA256 Credential=AK/20260101/r/s3/aws4_request, SignedHeaders=host, Signature="
            + "0".repeat(64);
    assertEquals("AK", of(whole).accessKeyId());
    assertTrue(of(whole).signed());
    assertFalse(of(whole + "0").signed());
  }

  @Test
  void anIdentifierThatIsTooLongIsNone() {
    String id = "A".repeat(128);
    assertEquals(id, of("AWS4-HMAC-SHA256 Credential=" + id + "/2").accessKeyId());
    assertNull(of("AWS4-HMAC-SHA256 Credential=" + id + "A/2").accessKeyId());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"Credential=", "Credential=A/", " Credential=,", " ", "A", "/", "=", ", ", "\t,"})
  void theLongestHeaderIsReadAtOnce(String piece) {
    String header = "AWS4-HMAC-SHA256 " + piece.repeat((LONGEST_HEADER - 20) / piece.length());
    assertTimeoutPreemptively(
        Duration.ofSeconds(2),
        () -> {
          for (int i = 0; i < 100; i++) {
            assertFalse(of(header).signed());
            assertFalse(of(header + "Credential=AK/20260101/r/s3/aws4_request,").signed());
          }
        });
  }

  private static ClaimedCredential of(String header) {
    return ClaimedCredential.of(
        new FixedHeaders("Authorization: " + header), QueryParameters.parse(null));
  }
}
