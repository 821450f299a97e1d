package io.deltas3proxy.storage.s3;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.deltas3proxy.storage.ByteRange;
import io.deltas3proxy.storage.ObjectAddress;
import io.deltas3proxy.storage.ObjectContent;
import io.deltas3proxy.storage.ReadConditions;
import io.deltas3proxy.storage.ReadRequest;
import io.deltas3proxy.storage.StoreException;
import io.deltas3proxy.testing.FaultyS3Server;
import java.io.IOException;
import java.io.OutputStream;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a read makes of a store that fails or lies, and that no connection is lost over it. */
class BackendFaultIT {

  private static final int RETRIES = 2;
  private static final HttpSettings QUICK =
      new HttpSettings(
          2, Duration.ofSeconds(2), Duration.ofMillis(300), Duration.ofMillis(1500), RETRIES);
  private static final ReadRequest WHOLE =
      ReadRequest.whole(new ObjectAddress("lake", "t/part=1/f.parquet"));
  private static final byte[] CONTENT = content();

  private final FaultyS3Server server = FaultyS3Server.start(FaultyS3Server.good(CONTENT));
  private final S3ObjectStore store = open(server);

  static S3ObjectStore open(FaultyS3Server server) {
    return new S3ObjectStore(
        new S3StoreSettings(
            "faulty",
            server.endpoint(),
            "us-east-1",
            true,
            new StaticCredentials("AKID", "secret", null),
            QUICK),
        EndpointPolicy.ANY_ADDRESS,
        Clock.systemUTC());
  }

  private static byte[] content() {
    byte[] bytes = new byte[300_000];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (i * 31);
    }
    return bytes;
  }

  @AfterEach
  void everyConnectionIsBack() {
    // A request that is cut at its deadline gives its connection back on the thread that cuts it.
    long end = System.nanoTime() + Duration.ofSeconds(5).toNanos();
    while (store.poolStatistics().leased() > 0 && System.nanoTime() < end) {
      Thread.onSpinWait();
    }
    assertEquals(0, store.poolStatistics().leased());
    assertEquals(0, store.poolStatistics().pending());
    store.close();
    server.close();
  }

  private byte[] read(ReadRequest request) throws IOException {
    try (ObjectContent content = store.get(request)) {
      return content.body().readAllBytes();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 50, 99})
  void aBodyThatEndsEarlyIsAnErrorNotAnEnd(int percent) throws IOException {
    server.answerBy(FaultyS3Server.endingEarly(CONTENT, percent));
    assertThrows(IOException.class, () -> read(WHOLE));
    server.answerBy(FaultyS3Server.good(CONTENT));
    assertArrayEquals(CONTENT, read(WHOLE));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 50, 99})
  void aBodyThatIsResetIsAnError(int percent) throws IOException {
    server.answerBy(FaultyS3Server.resetting(CONTENT, percent));
    assertThrows(IOException.class, () -> read(WHOLE));
    server.answerBy(FaultyS3Server.good(CONTENT));
    assertArrayEquals(CONTENT, read(WHOLE));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 50})
  void aBodyThatStallsIsAnErrorInTime(int percent) {
    server.answerBy(FaultyS3Server.stalling(CONTENT, percent));
    assertTimeout(Duration.ofSeconds(5), () -> assertThrows(IOException.class, () -> read(WHOLE)));
  }

  @Test
  void aBodyLongerThanDeclaredIsCutAndDoesNotReachTheNextRead() throws IOException {
    byte[] declared = Arrays.copyOf(CONTENT, 1000);
    server.answerBy(
        FaultyS3Server.raw(true, FaultyS3Server.head(200, FaultyS3Server.STATE, 1000), CONTENT),
        FaultyS3Server.good(CONTENT));
    assertArrayEquals(declared, read(WHOLE));
    assertArrayEquals(CONTENT, read(WHOLE));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Transfer-Encoding: chunked\r\n",
        "Content-Length: 5\r\nContent-Length: 6\r\n",
        "Content-Length: -1\r\n",
        "Content-Length: five\r\n"
      })
  void anAnswerWithoutOneLengthIsRefused(String framing) {
    server.answerBy(
        FaultyS3Server.raw(
            false,
            "HTTP/1.1 200 OK\r\n" + FaultyS3Server.STATE + framing + "\r\n",
            "5\r\nhello\r\n0\r\n\r\n".getBytes(StandardCharsets.US_ASCII)));
    assertThrows(StoreException.Unavailable.class, () -> read(WHOLE));
  }

  @Test
  void anAnswerWithoutEntityTagOrTimeIsRefused() {
    server.answerBy(FaultyS3Server.status(200, "", "hello"));
    assertThrows(StoreException.Unavailable.class, () -> read(WHOLE));
    assertThrows(StoreException.Unavailable.class, () -> store.head(WHOLE));
  }

  @Test
  void silenceEndsAtTheDeadline() {
    server.answerBy(FaultyS3Server.silent());
    assertTimeout(
        Duration.ofSeconds(5),
        () -> assertThrows(StoreException.Unavailable.class, () -> read(WHOLE)));
    assertTrue(server.received().size() <= 1 + RETRIES);
  }

  @Test
  void anAnswerThatTricklesEndsAtTheDeadline() {
    server.answerBy(trickling("HTTP/1.1 200 OK\r\nX-Slow: "));
    assertTimeout(
        Duration.ofSeconds(5),
        () -> assertThrows(StoreException.Unavailable.class, () -> read(WHOLE)));
  }

  @ParameterizedTest
  @CsvSource({"404, NotFound", "403, Denied", "500, Unavailable"})
  void anErrorThatTricklesEndsAtTheDeadline(int status, String expected) {
    server.answerBy(trickling(FaultyS3Server.head(status, "", 10_000)));
    StoreException failure =
        assertTimeout(
            Duration.ofSeconds(5), () -> assertThrows(StoreException.class, () -> read(WHOLE)));
    assertEquals(expected, failure.getClass().getSimpleName());
  }

  /** Goes on byte by byte until the client goes away. */
  private static FaultyS3Server.Answer trickling(String start) {
    return (socket, request) -> {
      OutputStream out = socket.getOutputStream();
      out.write(start.getBytes(StandardCharsets.US_ASCII));
      socket.setSoTimeout(50);
      while (true) {
        out.write('x');
        try {
          if (socket.getInputStream().read() < 0) {
            return false;
          }
        } catch (SocketTimeoutException e) {
          // Time for the next byte.
        }
      }
    };
  }

  @ParameterizedTest
  @ValueSource(ints = {500, 502, 503, 504, 429})
  void aFailureIsTriedAgain(int status) throws IOException {
    server.answerBy(
        FaultyS3Server.status(status, "", "<Error><Code>SlowDown</Code></Error>"),
        FaultyS3Server.good(CONTENT));
    assertArrayEquals(CONTENT, read(WHOLE));
    assertEquals(2, server.received().size());
  }

  @Test
  void aConnectionThatIsHungUpIsTriedAgain() throws IOException {
    server.answerBy(FaultyS3Server.hangingUp(), FaultyS3Server.good(CONTENT));
    assertArrayEquals(CONTENT, read(WHOLE));
  }

  @ParameterizedTest
  @CsvSource({
    "503, Throttled, 3",
    "429, Throttled, 3",
    "500, Unavailable, 3",
    "400, Unavailable, 1",
    "401, Denied, 1",
    "403, Denied, 1",
    "404, NotFound, 1",
    "412, PreconditionFailed, 1",
    "416, RangeNotSatisfiable, 1",
    "418, Unavailable, 1",
    "204, Unavailable, 1"
  })
  void aStatusHasOneMeaningAndABoundedNumberOfAttempts(int status, String expected, int attempts) {
    server.answerBy(FaultyS3Server.status(status, "", ""));
    StoreException get = assertThrows(StoreException.class, () -> read(WHOLE));
    assertEquals(expected, get.getClass().getSimpleName());
    assertEquals(attempts, server.received().size());
    StoreException head = assertThrows(StoreException.class, () -> store.head(WHOLE));
    assertEquals(expected, head.getClass().getSimpleName());
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 303, 307, 308})
  void aRedirectIsNotFollowed(int status) {
    try (FaultyS3Server other = FaultyS3Server.start(FaultyS3Server.good(CONTENT))) {
      server.answerBy(
          FaultyS3Server.status(status, "Location: " + other.endpoint() + "/lake/f\r\n", ""));
      assertThrows(StoreException.Unavailable.class, () -> read(WHOLE));
      assertEquals(0, other.received().size());
    }
  }

  @Test
  void theSizeOfA416IsKnownWhenItIsSaid() {
    ReadRequest range = ReadRequest.range(WHOLE.address(), new ByteRange.From(900));
    server.answerBy(
        FaultyS3Server.status(416, "Content-Range: bytes */500\r\n", ""),
        FaultyS3Server.status(416, "", ""));
    assertEquals(
        500, assertThrows(StoreException.RangeNotSatisfiable.class, () -> read(range)).size());
    assertEquals(
        -1, assertThrows(StoreException.RangeNotSatisfiable.class, () -> read(range)).size());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Content-Range: bytes 0-4/*\r\n",
        "Content-Range: bytes 1-5/10\r\n",
        "Content-Range: bytes 0-9/10\r\n",
        "Content-Range: bytes 0-4/3\r\n"
      })
  void anotherRangeThanAskedForIsRefused(String contentRange) {
    server.answerBy(FaultyS3Server.status(206, FaultyS3Server.STATE + contentRange, "01234"));
    ReadRequest range = ReadRequest.range(WHOLE.address(), new ByteRange.Bounded(0, 4));
    assertThrows(StoreException.Unavailable.class, () -> read(range));
  }

  @Test
  void wholeForPartAndPartForWholeAreRefused() {
    ReadRequest range = ReadRequest.range(WHOLE.address(), new ByteRange.Bounded(0, 4));
    server.answerBy(FaultyS3Server.good(CONTENT));
    assertThrows(StoreException.Unavailable.class, () -> read(range));
    server.answerBy(
        FaultyS3Server.status(
            206, FaultyS3Server.STATE + "Content-Range: bytes 0-4/10\r\n", "01234"));
    assertThrows(StoreException.Unavailable.class, () -> read(WHOLE));
  }

  @Test
  void aConditionThatTheStoreOverlooksHoldsAllTheSame() {
    ReadRequest request =
        new ReadRequest(
            WHOLE.address(),
            null,
            null,
            new ReadConditions("\"another\"", null, null, null),
            false);
    assertThrows(StoreException.PreconditionFailed.class, () -> read(request));
    assertEquals("\"another\"", server.received().getFirst().header("If-Match"));
  }

  @Test
  void aBareNotModifiedIsCompletedByTheStateOfTheObject() {
    ReadRequest request =
        new ReadRequest(
            WHOLE.address(), null, null, new ReadConditions(null, "\"x\"", null, null), false);
    server.answerBy(
        FaultyS3Server.raw(true, "HTTP/1.1 304 Not Modified\r\n\r\n", new byte[0]),
        FaultyS3Server.good(CONTENT));
    StoreException.NotModified answer =
        assertThrows(StoreException.NotModified.class, () -> read(request));
    assertEquals("\"0123456789abcdef0123456789abcdef\"", answer.eTag());
    assertEquals(Instant.parse("2015-10-21T07:28:00Z"), answer.lastModified());
    server.answerBy(FaultyS3Server.raw(true, "HTTP/1.1 304 Not Modified\r\n\r\n", new byte[0]));
    assertThrows(StoreException.Unavailable.class, () -> read(request));
    assertThrows(StoreException.Unavailable.class, () -> read(WHOLE));
  }

  @Test
  void aBodyThatIsNotReadIsCutAtOnce() throws IOException {
    long huge = 1L << 40;
    server.answerBy(
        FaultyS3Server.raw(true, FaultyS3Server.head(200, FaultyS3Server.STATE, huge), CONTENT));
    ObjectContent content = store.get(WHOLE);
    assertEquals(huge, content.head().length());
    assertEquals(10, content.body().readNBytes(10).length);
    assertEquals(1, store.poolStatistics().leased());
    assertTimeout(Duration.ofMillis(200), content::close);
    assertEquals(0, store.poolStatistics().leased());
    assertEquals(0, store.poolStatistics().available());
  }

  @Test
  void aFullPoolIsWaitedForAndThenUnavailable() throws IOException {
    try (ObjectContent one = store.get(WHOLE);
        ObjectContent two = store.get(WHOLE)) {
      assertThrows(StoreException.Unavailable.class, () -> read(WHOLE));
      assertEquals(2, store.poolStatistics().leased());
      assertEquals(one.head(), two.head());
    }
    assertArrayEquals(CONTENT, read(WHOLE));
  }

  @Test
  void aConnectionServesAgainAfterAWholeBodyAndAfterAnError() throws IOException {
    assertArrayEquals(CONTENT, read(WHOLE));
    server.answerBy(
        FaultyS3Server.status(404, "", "<Error><Code>NoSuchKey</Code></Error>"),
        FaultyS3Server.good(CONTENT));
    assertThrows(StoreException.NotFound.class, () -> read(WHOLE));
    assertArrayEquals(CONTENT, read(WHOLE));
    assertEquals(CONTENT.length, store.head(WHOLE).length());
    assertEquals(1, store.poolStatistics().available());
  }

  @Test
  void storedChecksumsPassOnlyWhenAskedFor() throws IOException {
    server.answerBy(
        FaultyS3Server.status(
            200,
            FaultyS3Server.STATE
                + "x-amz-checksum-crc32: NhCmhg==\r\nx-amz-request-id: 1\r\nServer: x\r\n"
                + "x-amz-meta-a: b\r\nContent-Type: text/plain\r\nX-Other: y\r\n",
            "hello"));
    ReadRequest asked = new ReadRequest(WHOLE.address(), null, null, ReadConditions.NONE, true);
    assertEquals(
        Map.of(
            "x-amz-checksum-crc32", "NhCmhg==", "x-amz-meta-a", "b", "content-type", "text/plain"),
        store.head(asked).info().headers());
    assertEquals(
        Map.of("x-amz-meta-a", "b", "content-type", "text/plain"),
        store.head(WHOLE).info().headers());
    assertEquals("ENABLED", server.received().get(0).header("x-amz-checksum-mode"));
    assertEquals("", server.received().get(1).header("x-amz-checksum-mode"));
  }

  @Test
  void compressedContentIsNotUnpacked() throws IOException {
    server.answerBy(
        FaultyS3Server.status(200, FaultyS3Server.STATE + "Content-Encoding: gzip\r\n", "raw"));
    assertEquals("raw", new String(read(WHOLE), StandardCharsets.US_ASCII));
    assertEquals("", server.received().getFirst().header("Accept-Encoding"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a b+c=d%e|/lake/a%20b%2Bc%3Dd%25e",
        "a%2Fb|/lake/a%252Fb",
        "a//b|/lake/a//b",
        "/a|/lake//a",
        "//a|/lake///a",
        "a/../b/./c|/lake/a/../b/./c",
        "é~;?#&|/lake/%C3%A9~%3B%3F%23%26",
        "a/|/lake/a/"
      })
  void aKeyIsEncodedOnceAndNeverNormalised(String key, String target) throws IOException {
    read(ReadRequest.whole(new ObjectAddress("lake", key)));
    assertEquals(target, server.received().getFirst().target());
  }
}
