package io.deltas3proxy.app;

import static io.deltas3proxy.testing.SignedLake.ALICE;
import static io.deltas3proxy.testing.SignedLake.ALICE_TOO;
import static io.deltas3proxy.testing.SignedLake.BOB;
import static io.deltas3proxy.testing.SignedLake.CAROL;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.deltas3proxy.testing.Product;
import io.deltas3proxy.testing.RawHttp;
import io.deltas3proxy.testing.SignedHttp;
import io.deltas3proxy.testing.SignedLake;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;

/** The limits of callers who sign, as they meet them over HTTP. */
@Timeout(120)
class SignedLimitsIT {

  private static final String SMALL = "Range: bytes=0-9";

  @TempDir Path directory;

  private Product start(String limits) {
    return Product.start(
        directory,
        SignedLake.configuration(directory) + (",'limits': {" + limits + "}").replace('\'', '"'));
  }

  private static RawHttp.Answer small(Product product, AwsBasicCredentials who) {
    return new SignedHttp(product, who).get(SignedLake.OPEN, SMALL);
  }

  /** Asks until the limit is reached; a bucket that fills up meanwhile is emptied soon. */
  private static RawHttp.Answer overTheLimit(Product product, AwsBasicCredentials who) {
    RawHttp.Answer answer = small(product, who);
    while (answer.status() == 206) {
      answer = small(product, who);
    }
    return answer;
  }

  private static void assertSlowDown(RawHttp.Answer answer) {
    assertEquals(503, answer.status(), answer::text);
    assertEquals("SlowDown", answer.code());
    assertTrue(Integer.parseInt(answer.header("Retry-After").orElseThrow()) >= 1);
  }

  /** A request is counted when it has ended, for which its client does not wait. */
  private static void until(Product product, String sample) {
    while (product.http().get("/metrics").text().lines().noneMatch(sample::equals)) {
      Thread.onSpinWait();
    }
  }

  @Test
  void requestsOfOneKeyAreLimitedAndOfNoOther() {
    try (Product product =
        start("'requestsPerSecond': 1, 'users': {'bob': {'requestsPerSecond': null}}")) {
      assertSlowDown(overTheLimit(product, ALICE));
      assertEquals(206, small(product, ALICE_TOO).status());
      for (int i = 0; i < 5; i++) {
        assertEquals(206, small(product, BOB).status());
      }
      until(product, "deltas3proxy_requests_throttled_total{limit=\"requestsPerSecond\",} 1.0");
      until(product, "deltas3proxy_user_throttled_total{user=\"alice\",} 1.0");
      until(product, "unique_users_last_minute 2.0");
    }
  }

  @Test
  void whoeverIsRefusedUsesUpNothingOfTheKeyThatTheyName() {
    AwsBasicCredentials forged =
        AwsBasicCredentials.create(ALICE.accessKeyId(), "another-secret-key");
    try (Product product = start("'requestsPerSecond': 1")) {
      for (int i = 0; i < 10; i++) {
        SignedHttp forger = new SignedHttp(product, forged);
        assertEquals(403, forger.get(SignedLake.OPEN, SMALL).status());
        String presigned = forger.presigned("GET", SignedLake.OPEN);
        assertEquals(403, product.http().get(presigned).status());
        assertEquals(403, product.http().get(SignedLake.OPEN).status());
      }
      assertEquals(206, small(product, ALICE).status());
      until(product, "deltas3proxy_user_requests_total{user=\"anonymous\",} 30.0");
      until(product, "deltas3proxy_user_requests_total{user=\"alice\",} 1.0");
      until(product, "unique_users_last_minute 1.0");
    }
  }

  @Test
  void whatAKeyMayNotSeeCountsForThatKeyAlone() {
    try (Product product = start("'requestsPerSecond': 1")) {
      SignedHttp carol = new SignedHttp(product, CAROL);
      RawHttp.Answer answer = carol.get(SignedLake.OPEN);
      while (answer.status() == 403) {
        answer = carol.get(SignedLake.OPEN);
      }
      assertSlowDown(answer);
      assertEquals(206, small(product, ALICE).status());
    }
  }

  @Test
  void requestsThatAreBeingAnsweredAreLimitedByKey() throws Exception {
    try (Product product = start("'concurrentRequests': 1")) {
      try (Socket slow = new Socket(InetAddress.getLoopbackAddress(), product.port())) {
        slow.getOutputStream()
            .write(
                new SignedHttp(product, ALICE)
                    .request("GET", SignedLake.OPEN)
                    .getBytes(StandardCharsets.ISO_8859_1));
        InputStream body = slow.getInputStream();
        assertEquals("HTTP/1.1 200", new String(body.readNBytes(12), StandardCharsets.US_ASCII));
        assertSlowDown(small(product, ALICE));
        assertEquals(206, small(product, ALICE_TOO).status());
        assertEquals(206, small(product, BOB).status());
      }
      // The place is free again when the server has seen that the client went.
      RawHttp.Answer answer = small(product, ALICE);
      while (answer.status() != 206) {
        assertSlowDown(answer);
        answer = small(product, ALICE);
      }
    }
  }

  @Test
  void bytesOfOneKeyAreLimitedAndOfNoOther() {
    try (Product product = start("'bytesPerSecond': 1000")) {
      SignedHttp alice = new SignedHttp(product, ALICE);
      assertEquals(206, alice.get(SignedLake.OPEN, "Range: bytes=0-999999").status());
      // Charged when the request has ended, for which the client does not wait.
      RawHttp.Answer next = overTheLimit(product, ALICE);
      assertSlowDown(next);
      int wait = Integer.parseInt(next.header("Retry-After").orElseThrow());
      assertTrue(wait > 900 && wait <= 1000, () -> "wait " + wait);
      assertEquals(206, small(product, ALICE_TOO).status());
      assertEquals(206, small(product, BOB).status());
    }
  }

  @Test
  void aPresignedAddressIsHeldToTheLimitOfItsKey() {
    try (Product product = start("'requestsPerSecond': 1")) {
      String target = new SignedHttp(product, ALICE).presigned("HEAD", SignedLake.OPEN);
      int status = product.http().send("HEAD", target).status();
      while (status == 200) {
        status = product.http().send("HEAD", target).status();
      }
      assertEquals(503, status);
      assertEquals(206, small(product, BOB).status());
    }
  }
}
