package io.deltas3proxy.storage;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.deltas3proxy.storage.StoreException.Invalid.Fault;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every store that can be written promises; each implementation runs it. */
public abstract class ObjectWriterContract extends UploadContract {

  private static final int LENGTH = 300_000;
  private static final int WRITERS = 8;
  private static final int ROUNDS = 25;
  private static final Map<String, String> HEADERS =
      Map.of(
          "content-type", "application/json",
          "cache-control", "no-store",
          "x-amz-meta-delta-s3-proxy-write", "0f8fad5b-d9cb-469f-a165-70867728950e",
          "x-amz-meta-note", "a b=c; d");

  static final List<String> ODD_KEYS = ObjectStoreContract.SPECIAL_KEYS;

  /** Rounds of each race; fewer for a store that is slow. */
  protected int rounds() {
    return ROUNDS;
  }

  // --- whole or nothing ---

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 50, 99})
  void aBodyThatFailsStoresNothing(int percent) throws IOException {
    byte[] content = bytes(1, LENGTH);
    IOException failure = new IOException("the client went away");
    put("old", OLD);
    for (String key : List.of("old", "fresh")) {
      IOException thrown =
          assertThrows(
              IOException.class,
              () ->
                  writer()
                      .put(
                          request(key, content),
                          new BrokenBody(
                              content,
                              LENGTH / 100 * percent,
                              () -> {
                                throw failure;
                              })));
      assertSame(failure, thrown);
    }
    assertStored("old", OLD);
    assertMissing("fresh");
  }

  @Test
  void aBodyThatFailsWhereItsEndShouldBeStoresNothing() throws IOException {
    byte[] content = bytes(2, LENGTH);
    IOException failure = new IOException("the digest does not fit");
    put("old", OLD);
    for (byte[] body : List.of(content, new byte[0])) {
      for (String key : List.of("old", "fresh")) {
        BrokenBody broken =
            new BrokenBody(
                body,
                body.length,
                () -> {
                  throw failure;
                });
        assertSame(
            failure,
            assertThrows(IOException.class, () -> writer().put(request(key, body), broken)));
      }
    }
    assertStored("old", OLD);
    assertMissing("fresh");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 50, 99})
  void aBodyThatEndsEarlyStoresNothing(int percent) throws IOException {
    byte[] content = bytes(3, LENGTH);
    put("old", OLD);
    for (String key : List.of("old", "fresh")) {
      assertInvalid(
          Fault.INCOMPLETE_BODY,
          () ->
              writer()
                  .put(
                      request(key, content),
                      new BrokenBody(content, LENGTH / 100 * percent, () -> false)));
    }
    assertStored("old", OLD);
    assertMissing("fresh");
  }

  @Test
  void anErrorInTheBodyStoresNothing() throws IOException {
    byte[] content = bytes(4, LENGTH);
    IllegalStateException failure = new IllegalStateException("a defect");
    BrokenBody broken =
        new BrokenBody(
            content,
            LENGTH / 2,
            () -> {
              throw failure;
            });
    assertSame(
        failure,
        assertThrows(
            IllegalStateException.class, () -> writer().put(request("fresh", content), broken)));
    assertMissing("fresh");
  }

  @Test
  void nobodySeesAnObjectThatIsBeingWritten() throws IOException {
    assumeNotLacking(Lack.HIDES_WHAT_IS_BEING_WRITTEN);
    byte[] content = bytes(5, LENGTH);
    put("old", OLD);
    BrokenBody looking =
        new BrokenBody(
            content,
            LENGTH / 2,
            () -> {
              assertStored("old", OLD);
              return true;
            });
    writer().put(request("old", content), looking);
    assertTrue(looking.isReadToItsEnd());
    assertStored("old", content);
    BrokenBody fresh =
        new BrokenBody(
            content,
            LENGTH / 2,
            () -> {
              assertMissing("fresh");
              assertEquals(List.of("old"), keys(""));
              return true;
            });
    writer().put(request("fresh", content), fresh);
    assertStored("fresh", content);
  }

  // --- put ---

  @Test
  void whatIsPutIsRead() throws IOException {
    for (int length : List.of(0, 1, 8191, 8192, 65_536, 65_537, 1_000_003)) {
      byte[] content = bytes(length, length);
      WrittenObject written = put("dir/f" + length, content);
      assertStored("dir/f" + length, content);
      assertEquals(written.eTag(), info("dir/f" + length).eTag());
    }
  }

  @Test
  void aPutReplacesWhatWasThere() throws IOException {
    WrittenObject first = put("f", OLD);
    WrittenObject second = put("f", NEW);
    assertNotEquals(first.eTag(), second.eTag());
    assertStored("f", NEW);
    assertEquals(second.eTag(), info("f").eTag());
    put("f", new byte[0]);
    assertStored("f", new byte[0]);
    assertEquals(List.of("f"), keys(""));
  }

  @ParameterizedTest
  @FieldSource("ODD_KEYS")
  void everyCharacterOfAKeyMeansItself(String key) throws IOException {
    assumeTrue(holds(key));
    byte[] content = key.getBytes(StandardCharsets.UTF_8);
    put(key, content);
    assertStored(key, content);
    assertEquals(List.of(key), keys(""));
    writer().delete(address(key));
    assertMissing(key);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"a//b", "/a", "a/./b", "a/../b", "./a", "../a", "a/..", "d/", "\0", "a\0b"})
  void aKeyThatCannotBeHeldIsRefusedAndNeverNormalised(String key) throws IOException {
    assumeNotLacking(Lack.REFUSES_KEYS_IT_CANNOT_HOLD);
    assumeFalse(holds(key));
    put("seen", OLD);
    assertThrows(StoreException.class, () -> put(key, NEW));
    assertEquals(List.of("seen"), keys(""));
  }

  @Test
  void headersAreKept() throws IOException {
    put("f", NEW, HEADERS);
    Map<String, String> kept = new HashMap<>(info("f").headers());
    kept.keySet().retainAll(HEADERS.keySet());
    assertEquals(HEADERS, kept);
    put("f", NEW, Map.of("content-type", "text/plain"));
    assertEquals("text/plain", info("f").headers().get("content-type"));
    assertTrue(info("f").headers().keySet().stream().noneMatch(n -> n.startsWith("x-amz-meta-")));
  }

  // --- conditions ---

  @Test
  void anObjectThatIsThereIsNotAbsent() throws IOException {
    assumeTrue(writer().hasConditions());
    put("f", NEW, WriteConditions.IF_ABSENT);
    assertStored("f", NEW);
    assertThrows(
        StoreException.PreconditionFailed.class, () -> put("f", OLD, WriteConditions.IF_ABSENT));
    assertStored("f", NEW);
    put("empty", new byte[0], WriteConditions.IF_ABSENT);
    assertThrows(
        StoreException.PreconditionFailed.class,
        () -> put("empty", OLD, WriteConditions.IF_ABSENT));
    writer().delete(address("f"));
    put("f", OLD, WriteConditions.IF_ABSENT);
    assertStored("f", OLD);
  }

  @Test
  void ifMatchNamesWhatIsReplaced() throws IOException {
    assumeTrue(writer().hasConditions());
    String first = put("f", OLD).eTag();
    String second = put("f", NEW, new WriteConditions(false, first)).eTag();
    assertStored("f", NEW);
    assertThrows(
        StoreException.PreconditionFailed.class,
        () -> put("f", OLD, new WriteConditions(false, first)));
    assertStored("f", NEW);
    put("f", OLD, new WriteConditions(false, second.replace("\"", "")));
    assertStored("f", OLD);
    StoreException missing =
        assertThrows(
            StoreException.class, () -> put("none", OLD, new WriteConditions(false, first)));
    assertTrue(
        missing instanceof StoreException.PreconditionFailed
            || missing instanceof StoreException.NotFound,
        missing.toString());
    assertMissing("none");
  }

  @Test
  void ofWritersThatRaceForAKeyOneWins() throws Exception {
    assumeTrue(writer().hasConditions());
    for (int round = 0; round < rounds(); round++) {
      String key = "log/%020d.json".formatted(round);
      List<Boolean> won = together(WRITERS, number -> wins(key, number, WriteConditions.IF_ABSENT));
      assertEquals(1, won.stream().filter(each -> each).count(), key);
      assertStored(key, bytes(won.indexOf(true), 10_000 + won.indexOf(true)));
    }
    assertEquals(rounds(), keys("log/").size());
  }

  @Test
  void ofWritersThatNameTheSameTagOneWins() throws Exception {
    assumeNotLacking(Lack.IF_MATCH_IN_ONE_STEP);
    assumeTrue(writer().hasConditions());
    put("f", OLD);
    for (int round = 0; round < rounds(); round++) {
      WriteConditions seen = new WriteConditions(false, info("f").eTag());
      List<Boolean> won = together(WRITERS, number -> wins("f", number, seen));
      assertEquals(1, won.stream().filter(each -> each).count());
      assertStored("f", bytes(won.indexOf(true), 10_000 + won.indexOf(true)));
    }
  }

  /** One that another write hindered tries again. */
  private boolean wins(String key, int number, WriteConditions conditions) throws IOException {
    while (true) {
      try {
        put(key, bytes(number, 10_000 + number), conditions);
        return true;
      } catch (StoreException.PreconditionFailed e) {
        return false;
      } catch (StoreException.Conflict e) {
        Thread.onSpinWait();
      }
    }
  }

  @Test
  void readersSeeOneOfTheObjectsThatReplaceEachOther() throws Exception {
    put("f", bytes(0, LENGTH));
    AtomicInteger writing = new AtomicInteger(2);
    List<Integer> done =
        together(4, number -> number < 2 ? replace(number, writing) : readWhile(writing));
    assertTrue(done.get(2) > 0 && done.get(3) > 0, done.toString());
  }

  private int replace(int number, AtomicInteger writing) throws IOException {
    try {
      for (int i = 0; i < rounds(); i++) {
        put("f", bytes(number, LENGTH + number));
      }
      return rounds();
    } finally {
      writing.decrementAndGet();
    }
  }

  private int readWhile(AtomicInteger writing) throws IOException {
    int seen = 0;
    do {
      byte[] whole = read("f");
      assertArrayEquals(bytes(whole.length - LENGTH, whole.length), whole);
      seen++;
    } while (writing.get() > 0);
    return seen;
  }

  // --- checksums ---

  @Test
  void aDigestThatDoesNotFitStoresNothing() throws Exception {
    assumeTrue(comparesChecksums());
    String md5 = digest("MD5", NEW);
    String sha256 = digest("SHA-256", NEW);
    put("f", NEW, Map.of("content-md5", md5));
    put("f", NEW, Map.of("x-amz-checksum-sha256", sha256));
    put("f", OLD);
    Map<String, String> wrong =
        Map.of(
            "content-md5", digest("MD5", OLD),
            "x-amz-checksum-sha256", digest("SHA-256", OLD),
            "x-amz-checksum-crc32", "AAAAAA==");
    wrong.forEach((header, value) -> {
      for (String key : List.of("f", "fresh")) {
        assertInvalid(Fault.BAD_DIGEST, () -> put(key, NEW, Map.of(header, value)));
      }
    });
    assertStored("f", OLD);
    assertMissing("fresh");
  }

  @Test
  void aDigestThatIsNoneIsRefused() throws Exception {
    assumeTrue(comparesChecksums());
    assertInvalid(Fault.INVALID_DIGEST, () -> put("f", NEW, Map.of("content-md5", "none")));
    assertMissing("f");
  }

  @Test
  void aChecksumThatFollowsTheBodyIsCompared() throws Exception {
    assumeNotLacking(Lack.CHECKSUMS_IN_TRAILERS);
    assumeTrue(comparesChecksums());
    AtomicInteger asked = new AtomicInteger();
    put("f", OLD);
    putTrailed("g", asked, digest("SHA-256", NEW));
    assertStored("g", NEW);
    assertEquals(1, asked.get());
    for (String key : List.of("f", "fresh")) {
      assertInvalid(
          Fault.BAD_DIGEST, () -> putTrailed(key, new AtomicInteger(), digest("SHA-256", OLD)));
    }
    assertStored("f", OLD);
    assertMissing("fresh");
  }

  private void putTrailed(String key, AtomicInteger asked, String value) throws IOException {
    BrokenBody body = new BrokenBody(NEW, NEW.length, () -> true);
    PutRequest.Trailer trailer =
        new PutRequest.Trailer(
            "x-amz-checksum-sha256",
            () -> {
              asked.incrementAndGet();
              return value;
            });
    writer()
        .put(
            new PutRequest(address(key), NEW.length, Map.of(), WriteConditions.NONE, trailer),
            body);
  }

  static String digest(String algorithm, byte[] content) throws Exception {
    return Base64.getEncoder().encodeToString(MessageDigest.getInstance(algorithm).digest(content));
  }

  // --- delete ---

  @Test
  void whatIsDeletedIsGone() throws IOException {
    put("dir/f", NEW);
    put("dir/g", NEW);
    writer().delete(address("dir/f"));
    assertMissing("dir/f");
    assertEquals(List.of("dir/g"), keys(""));
    writer().delete(address("dir/f"));
    writer().delete(address("none/at/all"));
    assertEquals(List.of("dir/g"), keys(""));
    put("dir/f", OLD);
    assertStored("dir/f", OLD);
  }

  @Test
  void whatIsDeletedOnAConditionIsTheOneThatWasMeant() throws IOException {
    assumeTrue(hasConditionsForDeletions());
    String tag = put("dir/f", OLD).eTag();
    String newer = put("dir/f", NEW).eTag();
    for (String other : List.of(tag, "\"other\"", "\"d41d8cd98f00b204e9800998ecf8427e\"")) {
      assertThrows(
          StoreException.PreconditionFailed.class, () -> writer().delete(address("dir/f"), other));
    }
    assertStored("dir/f", NEW);
    writer().delete(address("dir/f"), newer);
    assertMissing("dir/f");
    for (String key : List.of("dir/f", "none/at/all")) {
      assertThrows(
          StoreException.PreconditionFailed.class, () -> writer().delete(address(key), newer));
      assertThrows(
          StoreException.PreconditionFailed.class, () -> writer().delete(address(key), "*"));
    }
    put("dir/g", NEW);
    writer().delete(address("dir/g"), "*");
    assertMissing("dir/g");
  }

  @Test
  void deletingWhatOthersAreBelowLeavesThem() throws IOException {
    assumeNotLacking(Lack.KEYS_BELOW_OBJECTS);
    put("dir/f", NEW);
    for (String key : List.of("dir", "di", "dir/f/x")) {
      writer().delete(address(key));
    }
    assertEquals(List.of("dir/f"), keys(""));
    assertStored("dir/f", NEW);
  }

  // --- copy ---

  @Test
  void aCopyHasTheContentAndTheHeaders() throws IOException {
    byte[] content = bytes(6, LENGTH);
    put("f", content, HEADERS);
    WrittenObject copied = copy("f", "dir/g", null, ReadConditions.NONE, WriteConditions.NONE);
    assertStored("f", content);
    assertStored("dir/g", content);
    assertEquals(copied.eTag(), info("dir/g").eTag());
    Map<String, String> kept = new HashMap<>(info("dir/g").headers());
    kept.keySet().retainAll(HEADERS.keySet());
    assertEquals(HEADERS, kept);
    put("dir/g", OLD);
    copy("f", "dir/g", null, ReadConditions.NONE, WriteConditions.NONE);
    assertStored("dir/g", content);
  }

  @Test
  void aCopyCanHaveOtherHeaders() throws IOException {
    put("f", NEW, HEADERS);
    Map<String, String> others = Map.of("content-type", "text/plain", "x-amz-meta-other", "1");
    copy("f", "g", others, ReadConditions.NONE, WriteConditions.NONE);
    assertStored("g", NEW);
    Map<String, String> kept = info("g").headers();
    assertEquals("text/plain", kept.get("content-type"));
    assertEquals("1", kept.get("x-amz-meta-other"));
    assertEquals(null, kept.get("x-amz-meta-note"));
    assertEquals("application/json", info("f").headers().get("content-type"));
  }

  @Test
  void aCopyOfNothingIsNotFound() throws IOException {
    put("g", OLD);
    assertThrows(
        StoreException.NotFound.class,
        () -> copy("none", "g", null, ReadConditions.NONE, WriteConditions.NONE));
    assertStored("g", OLD);
  }

  @Test
  void aCopyKeepsTheConditionsOfItsSource() throws IOException {
    String tag = put("f", NEW).eTag();
    put("g", OLD);
    for (ReadConditions fails :
        List.of(
            new ReadConditions("\"another\"", null, null, null),
            new ReadConditions(null, tag, null, null))) {
      assertThrows(
          StoreException.PreconditionFailed.class,
          () -> copy("f", "g", null, fails, WriteConditions.NONE));
    }
    assertStored("g", OLD);
    copy("f", "g", null, new ReadConditions(tag, null, null, null), WriteConditions.NONE);
    assertStored("g", NEW);
  }

  @Test
  void aCopyKeepsTheConditionsOfItsTarget() throws IOException {
    assumeTrue(hasConditionsForCopies());
    put("f", NEW);
    String tag = put("g", OLD).eTag();
    assertThrows(
        StoreException.PreconditionFailed.class,
        () -> copy("f", "g", null, ReadConditions.NONE, WriteConditions.IF_ABSENT));
    assertThrows(
        StoreException.PreconditionFailed.class,
        () -> copy("f", "g", null, ReadConditions.NONE, new WriteConditions(false, "\"x\"")));
    assertStored("g", OLD);
    copy("f", "g", null, ReadConditions.NONE, new WriteConditions(false, tag));
    copy("f", "h", null, ReadConditions.NONE, WriteConditions.IF_ABSENT);
    assertStored("g", NEW);
    assertStored("h", NEW);
  }

  private WrittenObject copy(
      String source,
      String target,
      @Nullable Map<String, String> headers,
      ReadConditions sourceConditions,
      WriteConditions conditions)
      throws IOException {
    return writer()
        .copy(
            new CopyRequest(
                address(source), address(target), sourceConditions, headers, conditions));
  }

  // --- tags ---

  @Test
  void tagsAreKeptOrUnsupported() throws IOException {
    assumeNotLacking(Lack.ANSWERS_FOR_TAGS);
    put("f", NEW);
    Map<String, String> tags = Map.of("a", "1", "b c", "=+/");
    if (keepsTags()) {
      assertEquals(Map.of(), writer().tags(address("f")));
      writer().setTags(address("f"), tags);
      assertEquals(tags, writer().tags(address("f")));
      writer().setTags(address("f"), Map.of());
      assertEquals(Map.of(), writer().tags(address("f")));
      assertThrows(StoreException.NotFound.class, () -> writer().tags(address("none")));
      assertThrows(StoreException.NotFound.class, () -> writer().setTags(address("none"), tags));
    } else {
      assertThrows(StoreException.Unsupported.class, () -> writer().tags(address("f")));
      assertThrows(StoreException.Unsupported.class, () -> writer().setTags(address("f"), tags));
      assertThrows(
          StoreException.Unsupported.class, () -> put("f", OLD, Map.of("x-amz-tagging", "a=1")));
    }
    assertStored("f", NEW);
  }

  @Test
  void anObjectIsPutWithItsTags() throws IOException {
    assumeTrue(keepsTags());
    put("f", NEW, Map.of("x-amz-tagging", "a=1&b%20c=%3D"));
    assertEquals(Map.of("a", "1", "b c", "="), writer().tags(address("f")));
    put("f", OLD);
    assertEquals(Map.of(), writer().tags(address("f")));
  }

  // --- many at once ---

  @Test
  void manyWritersOfManyKeysDoNotHinderEachOther() throws Exception {
    List<WrittenObject> all =
        together(
            WRITERS,
            number -> {
              WrittenObject last = null;
              for (int i = 0; i < rounds(); i++) {
                last = put("d%d/e/f%d".formatted(i, number), bytes(i, 1000 + i));
              }
              return Objects.requireNonNull(last);
            });
    assertEquals(WRITERS, all.size());
    assertInstanceOf(WrittenObject.class, all.getFirst());
    assertEquals(WRITERS * rounds(), keys("").size());
    for (int number = 0; number < WRITERS; number++) {
      for (int i = 0; i < rounds(); i++) {
        assertArrayEquals(bytes(i, 1000 + i), read("d%d/e/f%d".formatted(i, number)));
      }
    }
  }

  @Test
  void aBodyOfAnotherThreadIsReadByTheCaller() throws IOException {
    Thread caller = Thread.currentThread();
    BrokenBody body =
        new BrokenBody(
            NEW,
            1,
            () -> {
              assertSame(caller, Thread.currentThread());
              return true;
            });
    writer().put(request("f", NEW), body);
    assertTrue(body.isReadToItsEnd());
    writer().put(request("g", new byte[0]), new ByteArrayInputStream(new byte[0]));
    assertStored("f", NEW);
    assertStored("g", new byte[0]);
  }
}
