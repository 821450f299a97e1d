package io.deltas3proxy.storage.s3;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.deltas3proxy.storage.KeyOrder;
import io.deltas3proxy.storage.ListedObject;
import io.deltas3proxy.storage.ListingPage;
import io.deltas3proxy.storage.ListingRequest;
import io.deltas3proxy.storage.StoreException;
import io.deltas3proxy.testing.FaultyS3Server;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is sent for a listing, and what is made of its answer. */
class ObjectListerIT {

  private static final long MOST_ALLOCATED = 64L << 20;

  private final FaultyS3Server server = FaultyS3Server.start(page(false, "", ""));
  private final S3ObjectStore store = BackendFaultIT.open(server);

  @AfterEach
  void stop() {
    store.close();
    server.close();
  }

  private static FaultyS3Server.Answer page(boolean truncated, String key, String prefix) {
    String contents =
        key.isEmpty()
            ? ""
            : "<Contents><Key>"
                + key
                + "</Key><LastModified>2026-01-02T03:04:05.678Z</LastModified>"
                + "<ETag>&quot;tag&quot;</ETag><Size>7</Size></Contents>";
    String prefixes =
        prefix.isEmpty() ? "" : "<CommonPrefixes><Prefix>" + prefix + "</Prefix></CommonPrefixes>";
    return FaultyS3Server.status(
        200,
        "Content-Type: application/xml\r\n",
        "<?xml version=\"1.0\"?><ListBucketResult><EncodingType>url</EncodingType><IsTruncated>"
            + truncated
            + "</IsTruncated>"
            + contents
            + prefixes
            + "</ListBucketResult>");
  }

  private ListingPage list(@Nullable String delimiter, @Nullable String startAfter)
      throws StoreException {
    return store.list(new ListingRequest("lake", "t/p=", delimiter, startAfter, 10));
  }

  @Test
  void everythingAskedForIsSent() throws StoreException {
    assertEquals(List.of(), list("x=", "t/p=a b+c").objects());
    String target = server.received().getFirst().target();
    assertTrue(target.startsWith("/lake?"), target);
    for (String parameter :
        List.of(
            "list-type=2",
            "encoding-type=url",
            "delimiter=x%3D",
            "start-after=t%2Fp%3Da%20b%2Bc",
            "prefix=t%2Fp%3D",
            "max-keys=10")) {
      assertTrue(target.contains(parameter), parameter + " in " + target);
    }
  }

  @Test
  void keysAreDecodedOnceAndTimesCut() throws StoreException {
    server.answerBy(page(false, "t/p%3Da%252Fb+c%2Bd", "t/p%3Dx/"));
    ListingPage page = list("/", null);
    assertEquals(
        List.of(
            new ListedObject(
                "t/p=a%2Fb c+d", 7, "\"tag\"", Instant.parse("2026-01-02T03:04:05Z"), "STANDARD")),
        page.objects());
    assertEquals(List.of("t/p=x/"), page.commonPrefixes());
    assertFalse(page.truncated());
  }

  @Test
  void aPageThatEndsWithACommonPrefixGoesOnBehindAllOfIt() throws StoreException {
    server.answerBy(page(true, "t/p=a", "t/p=b/"));
    assertEquals("t/p=b/" + KeyOrder.GREATEST_CHARACTER, list("/", null).nextStartAfter());
    server.answerBy(page(true, "t/p=c", "t/p=b/"));
    assertEquals("t/p=c", list("/", null).nextStartAfter());
  }

  @Test
  void aCommonPrefixThatTheServerRepeatsIsDropped() throws StoreException {
    server.answerBy(page(true, "", "t/p=b/"));
    ListingPage page = list("/", "t/p=b/");
    assertEquals(List.of(), page.commonPrefixes());
    assertTrue(KeyOrder.UTF_8.compare(page.nextStartAfter(), "t/p=b/") > 0);
  }

  @Test
  void aListingThatDoesNotGoOnIsAnError() {
    server.answerBy(page(true, "t/p=a", ""));
    assertThrows(StoreException.Unavailable.class, () -> list(null, "t/p=a"));
    server.answerBy(page(true, "", ""));
    assertThrows(StoreException.Unavailable.class, () -> list(null, null));
  }

  @Test
  void anEmptyPageInBetweenIsPassedOver() throws StoreException {
    server.answerBy(
        FaultyS3Server.status(
            200,
            "Content-Type: application/xml\r\n",
            "<ListBucketResult><IsTruncated>true</IsTruncated>"
                + "<NextContinuationToken>go-on</NextContinuationToken></ListBucketResult>"),
        page(false, "t/p%3Da", ""));
    assertEquals("t/p=a", list(null, null).objects().getFirst().key());
    assertTrue(server.received().get(1).target().contains("continuation-token=go-on"));
  }

  @Test
  void aListingThatDoesNotSayWhetherItIsWholeIsAnError() {
    server.answerBy(FaultyS3Server.status(200, "", "<ListBucketResult></ListBucketResult>"));
    assertThrows(StoreException.Unavailable.class, () -> list(null, null));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Key", "LastModified", "ETag", "Size"})
  void anEntryThatLacksSomethingIsAnError(String element) {
    String entry =
        "<Key>a</Key><LastModified>2026-01-02T03:04:05.678Z</LastModified>"
            + "<ETag>&quot;tag&quot;</ETag><Size>7</Size>";
    String lacking = entry.replaceFirst("<" + element + ">.*</" + element + ">", "");
    server.answerBy(
        FaultyS3Server.status(
            200,
            "Content-Type: application/xml\r\n",
            "<ListBucketResult><IsTruncated>false</IsTruncated><Contents>"
                + lacking
                + "</Contents></ListBucketResult>"));
    assertThrows(StoreException.Unavailable.class, () -> list(null, null));
  }

  @ParameterizedTest
  @CsvSource({
    "403, Denied",
    "404, NotFound",
    "503, Throttled",
    "500, Unavailable",
    "301, Unavailable",
    "400, Unavailable"
  })
  void aStatusHasOneMeaning(int status, String expected) {
    server.answerBy(FaultyS3Server.status(status, "", ""));
    StoreException failure = assertThrows(StoreException.class, () -> list(null, null));
    assertEquals(expected, failure.getClass().getSimpleName());
  }

  @Test
  void aListingThatIsCutOffIsAnError() {
    String whole = "<ListBucketResult><IsTruncated>false</IsTruncated><Contents><Key>a</Key>";
    server.answerBy(
        FaultyS3Server.raw(
            false,
            FaultyS3Server.head(200, "", whole.length() + 100),
            whole.getBytes(StandardCharsets.US_ASCII)),
        FaultyS3Server.status(200, "", whole));
    assertThrows(StoreException.Unavailable.class, () -> list(null, null));
    assertThrows(StoreException.Unavailable.class, () -> list(null, null));
  }

  @Test
  void aListingThatNamesAnExternalEntityIsAnErrorAndNothingIsFetched(@TempDir Path directory)
      throws Exception {
    Path file = Files.writeString(directory.resolve("secret"), "secret-of-this-machine");
    try (FaultyS3Server elsewhere = FaultyS3Server.start(FaultyS3Server.status(200, "", "x"))) {
      for (String source :
          List.of(file.toUri().toString(), elsewhere.endpoint() + "/external.dtd")) {
        for (String type :
            List.of(
                "<!DOCTYPE ListBucketResult [<!ENTITY e SYSTEM \"" + source + "\">]>",
                "<!DOCTYPE ListBucketResult [<!ENTITY % e SYSTEM \"" + source + "\"> %e;]>",
                "<!DOCTYPE ListBucketResult SYSTEM \"" + source + "\">")) {
          StoreException failure = assertRefused(type, "&e;");
          assertFalse(everything(failure).contains("secret-of-this-machine"), type);
        }
      }
      assertEquals(List.of(), elsewhere.received());
    }
  }

  @Test
  void aListingWhoseEntitiesMultiplyIsAnErrorInBoundedTimeAndMemory() {
    StringBuilder type = new StringBuilder("<!DOCTYPE ListBucketResult [<!ENTITY e0 \"bomb\">");
    for (int level = 1; level <= 30; level++) {
      String below = "&e" + (level - 1) + ";";
      type.append("<!ENTITY e" + level + " \"" + below.repeat(10) + "\">");
    }
    String quadratic = "<!DOCTYPE ListBucketResult [<!ENTITY q \"" + "q".repeat(100_000) + "\">]>";
    assertTimeoutPreemptively(
        Duration.ofSeconds(10),
        () -> {
          long before = allocated();
          assertRefused(type + "]>", "&e30;");
          assertRefused(quadratic, "&q;".repeat(10_000));
          assertTrue(allocated() - before < MOST_ALLOCATED, "much memory was used");
        });
  }

  /** Bytes that this thread, which also reads the answers, allocated so far. */
  private static long allocated() {
    return ManagementFactory.getPlatformMXBean(ThreadMXBean.class).getCurrentThreadAllocatedBytes();
  }

  /** A listing of one key, whole but for the document type and the entities in its key. */
  private StoreException assertRefused(String documentType, String entities) {
    server.answerBy(
        FaultyS3Server.status(
            200,
            "Content-Type: application/xml\r\n",
            "<?xml version=\"1.0\"?>"
                + documentType
                + "<ListBucketResult><IsTruncated>false</IsTruncated><Contents><Key>t/p=a"
                + entities
                + "</Key><LastModified>2026-01-02T03:04:05.678Z</LastModified>"
                + "<ETag>&quot;tag&quot;</ETag><Size>7</Size></Contents></ListBucketResult>"));
    return assertThrows(
        StoreException.Unavailable.class, () -> list(null, null), () -> documentType);
  }

  private static String everything(Throwable failure) {
    StringWriter text = new StringWriter();
    failure.printStackTrace(new PrintWriter(text));
    return text.toString();
  }
}
