package io.deltas3proxy.security;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.deltas3proxy.testing.AttackedLake;
import io.deltas3proxy.testing.FaultyS3Server;
import io.deltas3proxy.testing.RawHttp.Answer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A backend that fails or lies: the client sees an error, never half a file for a whole one. */
class BackendFaultsIT {

  private static final String TARGET = "/datalake/trades/f";
  private static final byte[] BODY = body();

  @TempDir private static Path directory;
  private static AttackedLake lake;

  private static byte[] body() {
    byte[] bytes = new byte[300_000];
    Arrays.fill(bytes, (byte) 'b');
    return bytes;
  }

  @BeforeAll
  static void start() {
    lake = AttackedLake.empty().table("trades");
    lake.file("trades", "f", "XLON");
    lake.file("trades", "other", "XLON");
    lake.start(
        directory,
        "\"trades\":[{\"MIC\":\"XLON\"}]",
        ",\"getMode\":\"proxy\",\"http\":{\"readTimeoutMillis\":400,"
            + "\"requestDeadlineMillis\":1500,\"maxRetries\":2,\"maxConnections\":32}");
    lake.warmUp("trades");
  }

  @AfterEach
  void theNextReadIsWhole() {
    lake.backend().heal();
    Answer answer = lake.http().get(TARGET);
    assertEquals(200, answer.status());
    assertEquals(AttackedLake.OPEN, answer.bytes());
  }

  @AfterAll
  static void stop() {
    lake.close();
  }

  private static Answer read(FaultyS3Server.Answer fault) {
    lake.backend().script(AttackedLake.physical("trades", "f"), fault);
    Answer answer = lake.http().get(TARGET);
    AttackedLake.assertTellsNothing(answer);
    return answer;
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 50, 99})
  void aBodyThatEndsEarlyNeverLooksWhole(int percent) {
    for (FaultyS3Server.Answer fault :
        List.of(
            FaultyS3Server.endingEarly(BODY, percent),
            FaultyS3Server.resetting(BODY, percent),
            FaultyS3Server.stalling(BODY, percent))) {
      Answer answer = read(fault);
      boolean refused = answer.status() >= 500 && answer.whole();
      boolean cutOff = answer.status() == 200 && !answer.whole();
      assertTrue(refused || cutOff, () -> answer.status() + " " + answer.headers());
      assertTrue(answer.header("Transfer-Encoding").isEmpty(), "a length was promised");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "503, 503, SlowDown",
    "429, 503, SlowDown",
    "500, 503, ServiceUnavailable",
    "403, 503, ServiceUnavailable",
    "401, 503, ServiceUnavailable",
    "400, 503, ServiceUnavailable",
    "418, 503, ServiceUnavailable",
    "404, 404, NoSuchKey"
  })
  void whatTheBackendSaysIsTranslatedWithoutItsWords(int theirs, int ours, String code) {
    String document =
        "<Error><Code>Whatever</Code><Message>physical-bucket physical-lake</Message>"
            + "<AWSAccessKeyId>AKIDTESTSERVER</AWSAccessKeyId></Error>";
    lake.backend().forget();
    Answer answer = read(FaultyS3Server.status(theirs, "Server: physical-lake\r\n", document));
    assertEquals(ours, answer.status(), answer::everything);
    assertEquals(code, answer.code());
    int attempts = lake.backend().askedOfData().size();
    assertTrue(attempts <= 3, () -> attempts + " attempts");
    assertEquals(theirs == 503 || theirs == 429 || theirs == 500 ? 3 : 1, attempts);
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 303, 307, 308})
  void aRedirectOfTheBackendIsNotFollowed(int status) {
    try (FaultyS3Server elsewhere =
        FaultyS3Server.start(FaultyS3Server.good("stolen".getBytes(StandardCharsets.UTF_8)))) {
      Answer answer =
          read(
              FaultyS3Server.status(
                  status, "Location: " + elsewhere.endpoint() + "/physical-bucket/x\r\n", ""));
      assertEquals(503, answer.status(), answer::everything);
      assertTrue(answer.header("Location").isEmpty());
      assertEquals(List.of(), elsewhere.received());
    }
  }

  @Test
  void aSlowBackendTimesOutWhileOthersGoOn() throws Exception {
    lake.backend().script(AttackedLake.physical("trades", "f"), FaultyS3Server.silent());
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Answer>> slow = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        slow.add(threads.submit(() -> lake.http().get(TARGET)));
      }
      for (int i = 0; i < 20; i++) {
        long start = System.nanoTime();
        Answer other = lake.http().get("/datalake/trades/other");
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        assertEquals(200, other.status());
        assertTrue(took.compareTo(Duration.ofSeconds(5)) < 0, took::toString);
      }
      for (Future<Answer> answer : slow) {
        assertEquals(503, answer.get().status());
        AttackedLake.assertTellsNothing(answer.get());
      }
    }
  }

  @Test
  void aBodyOfAnotherLengthOrRangeIsRefused() {
    String head = FaultyS3Server.STATE;
    Answer noLength = read(FaultyS3Server.raw(false, "HTTP/1.1 200 OK\r\n" + head + "\r\n", BODY));
    assertEquals(503, noLength.status());
    Answer twoLengths =
        read(
            FaultyS3Server.raw(
                false,
                "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 9\r\n" + head + "\r\n",
                BODY));
    assertEquals(503, twoLengths.status());
    lake.backend()
        .script(
            AttackedLake.physical("trades", "f"),
            FaultyS3Server.status(206, head + "Content-Range: bytes 5-8/9\r\n", "evil"));
    Answer otherRange = lake.http().get(TARGET, "Range: bytes=0-3");
    assertEquals(503, otherRange.status());
    assertFalse(otherRange.bytes().contains("evil"));
  }

  @Test
  void headersOfTheBackendThatTellOfItDoNotPass() {
    Answer answer =
        read(
            FaultyS3Server.status(
                200,
                FaultyS3Server.STATE
                    + "Server: physical-lake\r\nx-amz-bucket-region: physical-lake\r\n"
                    + "x-amz-server-side-encryption-aws-kms-key-id: physical-lake\r\n"
                    + "x-amz-website-redirect-location: physical-lake\r\n"
                    + "x-amz-replication-status: physical-lake\r\nx-amz-request-id: theirs\r\n"
                    + "Set-Cookie: physical-lake\r\nVia: physical-lake\r\n",
                "good"));
    assertEquals(200, answer.status());
    assertEquals("good", answer.bytes());
    assertFalse(answer.everything().contains("theirs"));
  }
}
