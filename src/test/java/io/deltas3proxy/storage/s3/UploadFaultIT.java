package io.deltas3proxy.storage.s3;

import static io.deltas3proxy.testing.ScriptedUpload.draining;
import static io.deltas3proxy.testing.ScriptedUpload.failure;
import static io.deltas3proxy.testing.ScriptedUpload.reset;
import static io.deltas3proxy.testing.ScriptedUpload.stored;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.deltas3proxy.storage.ObjectAddress;
import io.deltas3proxy.storage.PutRequest;
import io.deltas3proxy.storage.StoreException;
import io.deltas3proxy.storage.WriteConditions;
import io.deltas3proxy.storage.WrittenObject;
import io.deltas3proxy.testing.FaultyS3Server;
import io.deltas3proxy.testing.ScriptedUpload;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What the upload of a body makes of a store that fails, and that no connection is lost over it.
 */
class UploadFaultIT {

  private static final int RETRIES = 2;
  private static final ObjectAddress ADDRESS = new ObjectAddress("lake", "t/f.parquet");

  /** More than the buffers of a connection hold, and more than is sent without asking. */
  private static final byte[] LARGE = content(12 << 20);

  private static final byte[] SMALL = content(50_000);

  private final ScriptedUpload upload = new ScriptedUpload();
  private final FaultyS3Server server = FaultyS3Server.start(upload.then(stored()));
  private final S3ObjectStore store = BackendFaultIT.open(server);
  private final AtomicLong read = new AtomicLong();

  private static byte[] content(int length) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) (i * 31 + i / 251);
    }
    return bytes;
  }

  @AfterEach
  void everyConnectionIsBack() {
    long end = System.nanoTime() + Duration.ofSeconds(5).toNanos();
    while (store.poolStatistics().leased() > 0 && System.nanoTime() < end) {
      Thread.onSpinWait();
    }
    assertEquals(0, store.poolStatistics().leased());
    assertEquals(0, store.poolStatistics().pending());
    store.close();
    server.close();
  }

  private WrittenObject put(byte[] content) throws IOException {
    return put(content, WriteConditions.NONE, null);
  }

  private WrittenObject put(
      byte[] content, WriteConditions conditions, PutRequest.@Nullable Trailer trailer)
      throws IOException {
    PutRequest request = new PutRequest(ADDRESS, content.length, Map.of(), conditions, trailer);
    return store.writer().put(request, counted(new ByteArrayInputStream(content)));
  }

  private InputStream counted(InputStream in) {
    return new InputStream() {
      @Override
      public int read() throws IOException {
        int octet = in.read();
        read.addAndGet(octet < 0 ? 0 : 1);
        return octet;
      }

      @Override
      public int read(byte[] bytes, int offset, int length) throws IOException {
        int count = in.read(bytes, offset, length);
        read.addAndGet(Math.max(0, count));
        return count;
      }
    };
  }

  private static void assertKind(String expected, StoreException failure) {
    assertEquals(expected, failure.getClass().getSimpleName(), failure.toString());
  }

  // --- what goes well ---

  @Test
  void aBodyArrivesAsItIsOverOneConnection() throws IOException {
    for (byte[] content : List.of(SMALL, LARGE, new byte[0])) {
      assertEquals("\"0123456789abcdef0123456789abcdef\"", put(content).eTag());
      assertArrayEquals(content, upload.bodies().getLast());
      assertEquals(1, store.poolStatistics().available());
    }
    assertEquals(
        List.of("", "100-continue", ""),
        server.received().stream().map(request -> request.header("Expect")).toList());
    assertEquals("UNSIGNED-PAYLOAD", server.received().get(0).header("x-amz-content-sha256"));
  }

  @Test
  void aConditionIsAskedBeforeTheBodyIsRead() throws IOException {
    put(SMALL, WriteConditions.IF_ABSENT, null);
    assertEquals("*", server.received().getFirst().header("If-None-Match"));
    assertEquals("100-continue", server.received().getFirst().header("Expect"));
    put(SMALL, new WriteConditions(false, "abc"), null);
    assertEquals("\"abc\"", server.received().getLast().header("If-Match"));
  }

  @Test
  void aStoreThatKnowsNoExpectationGetsTheBodyAllTheSame() throws IOException {
    server.answerBy(upload.afterSilence(100, stored()));
    put(SMALL, WriteConditions.IF_ABSENT, null);
    assertArrayEquals(SMALL, upload.bodies().getLast());
    server.answerBy(failure(417, "ExpectationFailed"), upload.afterSilence(100, stored()));
    put(SMALL, WriteConditions.IF_ABSENT, null);
    assertEquals("", server.received().getLast().header("Expect"));
  }

  @Test
  void aTrailerFollowsTheBodyInItsEncoding() throws IOException {
    put(
        new byte[] {'a', 'b', 'c'},
        WriteConditions.NONE,
        new PutRequest.Trailer("x-amz-checksum-crc32", () -> "NSRBwg=="));
    FaultyS3Server.Received request = server.received().getFirst();
    assertEquals(
        "3\r\nabc\r\n0\r\nx-amz-checksum-crc32:NSRBwg==\r\n\r\n",
        new String(upload.bodies().getFirst(), StandardCharsets.US_ASCII));
    assertEquals("aws-chunked", request.header("Content-Encoding"));
    assertEquals("3", request.header("x-amz-decoded-content-length"));
    assertEquals("x-amz-checksum-crc32", request.header("x-amz-trailer"));
    assertEquals("STREAMING-UNSIGNED-PAYLOAD-TRAILER", request.header("x-amz-content-sha256"));
  }

  // --- the store fails ---

  @ParameterizedTest
  @CsvSource({
    "0, true, Unavailable",
    "1, true, Unavailable",
    "50, true, Unavailable",
    "99, true, Unavailable",
    "100, true, Indeterminate",
    "0, false, Unavailable",
    "50, false, Unavailable",
    "100, false, Indeterminate"
  })
  void aConnectionThatIsLostSaysHowMuchCanBeKnown(int percent, boolean resets, String expected) {
    server.answerBy(upload.after(percent, resets ? reset() : FaultyS3Server.hangingUp()));
    StoreException failure = assertThrows(StoreException.class, () -> put(LARGE));
    // What the rest of a body meets is not known here if it fits into the system's buffers, which
    // have grown while the store read.
    if (percent == 50 || percent == 99) {
      assertTrue(
          failure instanceof StoreException.Unavailable
              || failure instanceof StoreException.Indeterminate,
          failure::toString);
    } else {
      assertKind(expected, failure);
    }
    assertEquals(1, server.received().size());
    assertTrue(read.get() > 0);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 50, 100})
  void aStoreThatFallsSilentIsCut(int percent) {
    server.answerBy(upload.after(percent, ScriptedUpload.deaf()));
    StoreException failure =
        assertTimeout(
            Duration.ofSeconds(8), () -> assertThrows(StoreException.class, () -> put(LARGE)));
    assertKind(percent == 100 ? "Indeterminate" : "Unavailable", failure);
    assertEquals(1, server.received().size());
  }

  @ParameterizedTest
  @CsvSource({
    "412, PreconditionFailed, PreconditionFailed",
    "403, AccessDenied, Denied",
    "409, ConditionalRequestConflict, Conflict",
    "404, NoSuchBucket, NotFound",
    "501, NotImplemented, Unsupported",
    "400, BadDigest, Invalid"
  })
  void anAnswerInPlaceOfTheWordSavesTheBody(int status, String code, String expected) {
    server.answerBy(failure(status, code));
    assertKind(
        expected,
        assertThrows(StoreException.class, () -> put(LARGE, WriteConditions.IF_ABSENT, null)));
    assertEquals(0, read.get());
    assertEquals(1, server.received().size());
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void anAnswerInTheMiddleOfTheBodyIsUnderstood(boolean drains) {
    FaultyS3Server.Answer refusal = failure(412, "PreconditionFailed");
    server.answerBy(upload.after(1, drains ? draining(refusal) : refusal));
    PutRequest request = new PutRequest(ADDRESS, 1L << 30, Map.of(), WriteConditions.NONE, null);
    assertThrows(
        StoreException.PreconditionFailed.class,
        () -> store.writer().put(request, counted(new Endless(1L << 30))));
    assertTrue(read.get() < 1L << 30);
  }

  @ParameterizedTest
  @CsvSource({"503, SlowDown, Throttled", "500, InternalError, Unavailable"})
  void beforeTheBodyIsReadARefusalIsTriedAgain(int status, String code, String expected)
      throws IOException {
    server.answerBy(failure(status, code), upload.then(stored()));
    put(LARGE);
    assertEquals(2, server.received().size());
    assertEquals(LARGE.length, read.get());
    server.answerBy(failure(status, code));
    assertKind(expected, assertThrows(StoreException.class, () -> put(LARGE)));
    assertEquals(2 + 1 + RETRIES, server.received().size());
  }

  @ParameterizedTest
  @CsvSource({
    "503, SlowDown, Throttled",
    "503, '', Indeterminate",
    "500, InternalError, Indeterminate",
    "502, '', Indeterminate",
    "504, '', Indeterminate",
    "400, RequestTimeout, Unavailable",
    "400, BadDigest, Invalid",
    "412, PreconditionFailed, PreconditionFailed",
    "409, ConditionalRequestConflict, Conflict",
    "403, SignatureDoesNotMatch, Denied",
    "307, TemporaryRedirect, Unavailable"
  })
  void afterTheBodyNothingIsTriedAgain(int status, String code, String expected) {
    server.answerBy(upload.then(failure(status, code)));
    assertKind(expected, assertThrows(StoreException.class, () -> put(SMALL)));
    assertEquals(1, server.received().size());
    assertKind(expected, assertThrows(StoreException.class, () -> put(new byte[0])));
    assertEquals(2, server.received().size());
  }

  @Test
  void aConnectionThatWasClosedMeanwhileIsNotedBeforeTheBody() throws IOException {
    server.answerBy(
        upload.then(
            FaultyS3Server.raw(false, FaultyS3Server.head(200, "ETag: \"a\"\r\n", 0), new byte[0])),
        upload.then(stored()));
    for (int i = 0; i < 20; i++) {
      put(SMALL);
    }
    assertEquals(20L * SMALL.length, read.get());
  }

  @Test
  void successBeforeTheBodyIsNoSuccess() {
    server.answerBy(stored());
    assertThrows(
        StoreException.Indeterminate.class, () -> put(LARGE, WriteConditions.IF_ABSENT, null));
  }

  @Test
  void successWithoutAnEntityTagLeavesItOpen() {
    server.answerBy(upload.then(FaultyS3Server.status(200, "", "")));
    assertThrows(StoreException.Indeterminate.class, () -> put(SMALL));
  }

  @Test
  void anAnswerThatBreaksOffLeavesItOpen() {
    server.answerBy(
        upload.then(FaultyS3Server.raw(false, "HTTP/1.1 200 OK\r\nETag: \"abc", new byte[0])));
    assertThrows(StoreException.Indeterminate.class, () -> put(SMALL));
  }

  // --- the caller fails ---

  @Test
  void aCallerThatIsSlowIsNoStoreThatIsSlow() throws IOException {
    byte[] start = Arrays.copyOf(LARGE, 200_000);
    InputStream slow = new Breaking(start, 100_000, UploadFaultIT::waitLongerThanTheStoreMay);
    PutRequest request =
        new PutRequest(ADDRESS, start.length, Map.of(), WriteConditions.NONE, null);
    store.writer().put(request, slow);
    assertArrayEquals(start, upload.bodies().getFirst());
  }

  private static void waitLongerThanTheStoreMay() {
    long end = System.nanoTime() + Duration.ofSeconds(2).toNanos();
    while (System.nanoTime() < end) {
      Thread.onSpinWait();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 49_999, 50_000})
  void whatTheStreamThrowsIsThrownOnAndTheStoreGetsLessThanAll(int at) {
    IOException failure = new IOException("refused");
    InputStream broken =
        new Breaking(
            SMALL,
            at,
            () -> {
              throw failure;
            });
    PutRequest request =
        new PutRequest(ADDRESS, SMALL.length, Map.of(), WriteConditions.NONE, null);
    assertSame(failure, assertThrows(IOException.class, () -> store.writer().put(request, broken)));
    assertTrue(upload.bodies().stream().allMatch(body -> body.length < SMALL.length));
    assertEquals(0, store.poolStatistics().available());
  }

  @Test
  void ofAnEmptyBodyThatFailsTheStoreHearsNothing() {
    IOException failure = new IOException("refused");
    InputStream broken =
        new Breaking(
            new byte[0],
            0,
            () -> {
              throw failure;
            });
    PutRequest request = new PutRequest(ADDRESS, 0, Map.of(), WriteConditions.NONE, null);
    assertSame(failure, assertThrows(IOException.class, () -> store.writer().put(request, broken)));
    assertEquals(0, server.received().size());
  }

  @ParameterizedTest
  @CsvSource({"x-amz-acl, public-read", "x-amz-copy-source, /other/key", "host, other"})
  void aHeaderThatIsNotKnownToBeHarmlessIsRefused(String name, String value) {
    PutRequest request =
        new PutRequest(ADDRESS, 0, Map.of(name, value), WriteConditions.NONE, null);
    assertThrows(
        StoreException.Unsupported.class,
        () -> store.writer().put(request, InputStream.nullInputStream()));
    assertEquals(0, server.received().size());
  }

  @Test
  void aHeaderCannotBringAnother() {
    PutRequest request =
        new PutRequest(
            ADDRESS,
            0,
            Map.of("x-amz-meta-a", "b\r\nx-amz-acl: public-read"),
            WriteConditions.NONE,
            null);
    assertThrows(
        StoreException.Invalid.class,
        () -> store.writer().put(request, InputStream.nullInputStream()));
    assertEquals(0, server.received().size());
  }

  /** What happens in the middle of a body. */
  private interface Break {
    void happen() throws IOException;
  }

  /** Does something before it gives a certain byte, or its end. */
  private static final class Breaking extends InputStream {
    private final byte[] content;
    private final int at;
    private final Break then;
    private int position;

    Breaking(byte[] content, int at, Break then) {
      this.content = content;
      this.at = at;
      this.then = then;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      if (position == at) {
        then.happen();
      }
      int count = Math.min(length, (position < at ? at : content.length) - position);
      System.arraycopy(content, position, bytes, offset, count);
      position += count;
      return count == 0 && length > 0 ? -1 : count;
    }
  }

  /** So many bytes, whatever they are. */
  private static final class Endless extends InputStream {
    private long left;

    Endless(long length) {
      this.left = length;
    }

    @Override
    public int read() {
      return left-- > 0 ? 0 : -1;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) {
      int count = (int) Math.min(length, left);
      left -= count;
      return count == 0 && length > 0 ? -1 : count;
    }
  }
}
