package io.deltas3proxy.storage.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.deltas3proxy.storage.ListingRequest;
import io.deltas3proxy.storage.ObjectAddress;
import io.deltas3proxy.storage.ObjectStore;
import io.deltas3proxy.storage.ObjectWriterContract;
import io.deltas3proxy.storage.PartAddress;
import io.deltas3proxy.storage.ReadRequest;
import io.deltas3proxy.storage.StoreException;
import io.deltas3proxy.storage.StoreException.Invalid.Fault;
import io.deltas3proxy.storage.UploadCompletion;
import io.deltas3proxy.storage.WriteConditions;
import io.deltas3proxy.storage.WrittenObject;
import io.deltas3proxy.testing.SettableClock;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LocalObjectWriterTest extends ObjectWriterContract {

  private static final byte[] CONTENT = "content".getBytes(StandardCharsets.US_ASCII);

  @TempDir private Path directory;
  private final SettableClock clock = new SettableClock(Instant.parse("2026-03-01T10:00:00Z"));
  private Path root = Path.of("/");
  private ObjectStore store = new LocalObjectStore(List.of());

  @BeforeEach
  void openStore() throws IOException {
    directory = directory.toRealPath();
    root = Files.createDirectory(directory.resolve("root"));
    store = new LocalObjectStore(List.of(root), clock);
  }

  @Override
  protected ObjectStore store() {
    return store;
  }

  @Override
  protected String bucket() {
    return "";
  }

  @Override
  protected String base() {
    return root.toString().substring(1) + "/";
  }

  @Override
  protected boolean keepsTags() {
    return false;
  }

  @Override
  protected boolean comparesChecksums() {
    return true;
  }

  @Override
  protected boolean hasConditionsForCopies() {
    return true;
  }

  @Override
  protected boolean hasConditionsForUploads() {
    return true;
  }

  @Override
  protected boolean hasConditionsForDeletions() {
    return true;
  }

  @Override
  protected int smallestPart() {
    return 5 << 20;
  }

  @Override
  protected boolean holds(String key) {
    return Stream.of(key.split("/", -1)).allMatch(Roots::isName);
  }

  /** What stands in a directory, links not followed. */
  private static List<String> names(Path path) throws IOException {
    try (Stream<Path> files = Files.list(path)) {
      return files.map(file -> String.valueOf(file.getFileName())).sorted().toList();
    }
  }

  private Path staged(String what) {
    return root.resolve(".delta-s3-proxy").resolve(what);
  }

  // --- where keys lead ---

  @ParameterizedTest
  @ValueSource(
      strings = {"linked/f", "linked/new/f", "linked", "../f", "d/../../f", "a\0b", "up/secret"})
  void nothingOutsideTheRootsIsWritten(String key) throws IOException {
    Path outside = Files.createDirectory(directory.resolve("outside"));
    Files.writeString(outside.resolve("f"), "mine");
    Files.createSymbolicLink(root.resolve("linked"), outside);
    Files.createSymbolicLink(root.resolve("up"), directory);
    Files.writeString(directory.resolve("secret"), "mine");
    for (WriteConditions conditions : List.of(WriteConditions.NONE, WriteConditions.IF_ABSENT)) {
      try {
        put(key, CONTENT, conditions);
        assertEquals("linked", key);
      } catch (StoreException e) {
        assertFalse(e instanceof StoreException.Indeterminate, e.toString());
      }
    }
    store.writer().delete(address(key));
    assertEquals(List.of("f"), names(outside));
    assertEquals("mine", Files.readString(outside.resolve("f")));
    assertEquals("mine", Files.readString(directory.resolve("secret")));
    assertEquals(List.of("outside", "root", "secret"), names(directory));
  }

  @Test
  void aLinkIsReplacedOrDeletedNotWhatItLeadsTo() throws IOException {
    put("d/f", CONTENT);
    Files.createSymbolicLink(root.resolve("link"), root.resolve("d/f"));
    assertThrows(
        StoreException.PreconditionFailed.class,
        () -> put("link", CONTENT, WriteConditions.IF_ABSENT));
    put("link", new byte[0]);
    assertFalse(Files.isSymbolicLink(root.resolve("link")));
    assertEquals("content", Files.readString(root.resolve("d/f")));
    Files.delete(root.resolve("link"));
    Files.createSymbolicLink(root.resolve("link"), root.resolve("d/f"));
    store.writer().delete(address("link"));
    assertFalse(Files.exists(root.resolve("link"), LinkOption.NOFOLLOW_LINKS));
    assertStored("d/f", CONTENT);
  }

  @Test
  void linksThatLeadNowhereAreInTheWay() throws IOException {
    Files.createSymbolicLink(root.resolve("dangling"), root.resolve("none"));
    Files.createSymbolicLink(root.resolve("outward"), directory);
    Files.createSymbolicLink(root.resolve("loop"), root.resolve("loop"));
    for (String link : List.of("dangling", "outward", "loop")) {
      for (String key : List.of(link + "/f", link + "/d/f", link)) {
        StoreException.Invalid e =
            assertThrows(
                StoreException.Invalid.class,
                () -> put(key, CONTENT, WriteConditions.IF_ABSENT),
                key);
        assertEquals(StoreException.Invalid.Fault.INVALID_REQUEST, e.fault());
      }
      assertThrows(StoreException.Invalid.class, () -> put(link + "/d/", new byte[0]));
      store.writer().delete(address(link + "/f"));
    }
    assertEquals(List.of("dangling", "loop", "outward"), names(root).subList(1, 4));
  }

  @Test
  void directoriesThatAreLinksInsideTheRootsAreWrittenInto() throws IOException {
    put("d/f", CONTENT);
    Files.createSymbolicLink(root.resolve("e"), root.resolve("d"));
    put("e/g", CONTENT);
    assertEquals(List.of("f", "g"), names(root.resolve("d")));
    String tag = info("d/g").eTag();
    put("e/g", new byte[1], new WriteConditions(false, tag));
    assertEquals(1, info("d/g").size());
  }

  @Test
  void aDirectoryThatBecomesALinkWhileItIsWrittenIntoLeadsNowhere() throws Exception {
    Path inside = Files.createDirectories(root.resolve("d"));
    Path outside = Files.createDirectory(directory.resolve("outside"));
    Files.writeString(outside.resolve("f"), "mine");
    Path aside = directory.resolve("aside");
    AtomicBoolean done = new AtomicBoolean();
    FutureTask<Integer> swaps =
        new FutureTask<>(() -> {
          int count = 0;
          while (!done.get()) {
            Files.move(inside, aside);
            try {
              Files.createSymbolicLink(inside, outside);
              Files.delete(inside);
            } catch (FileAlreadyExistsException e) {
              assertTrue(Files.isDirectory(inside));
            }
            restore(aside, inside);
            count++;
          }
          return count;
        });
    Thread swapper = Thread.ofPlatform().start(swaps);
    try {
      for (int i = 0; i < 200; i++) {
        try {
          put("d/f", CONTENT);
          store.writer().delete(address("d/f"));
        } catch (StoreException e) {
          assertFalse(e instanceof StoreException.Indeterminate, e.toString());
        }
      }
    } finally {
      done.set(true);
      swapper.join();
    }
    assertTrue(swaps.get() > 0);
    assertEquals(List.of("f"), names(outside));
    assertEquals("mine", Files.readString(outside.resolve("f")));
  }

  /** Moves a directory back, and what a write has made in its place out of the way. */
  private void restore(Path aside, Path inside) throws IOException {
    while (Files.exists(aside)) {
      try {
        Files.move(aside, inside);
      } catch (FileAlreadyExistsException e) {
        Files.move(inside, directory.resolve("made-" + UUID.randomUUID()));
      }
    }
  }

  @Test
  void aWriteThatFailsStoresNothing() throws IOException {
    put("f", CONTENT);
    byte[] content = bytes(1, 300_000);
    for (String key : List.of("f", "fresh")) {
      InputStream interrupting =
          new ByteArrayInputStream(content) {
            @Override
            public synchronized int read(byte[] buffer, int offset, int length) {
              if (pos > content.length / 2) {
                Thread.currentThread().interrupt();
              }
              return super.read(buffer, offset, length);
            }
          };
      assertThrows(
          StoreException.Unavailable.class,
          () -> store.writer().put(request(key, content), interrupting));
      assertTrue(Thread.interrupted());
    }
    assertEquals(List.of(), names(staged("temporary")));
    assertStored("f", CONTENT);
    assertMissing("fresh");
  }

  @Test
  void aKeyBelowAFileOrOfADirectoryIsInvalid() throws IOException {
    put("d/f", CONTENT);
    for (WriteConditions conditions : List.of(WriteConditions.NONE, WriteConditions.IF_ABSENT)) {
      assertInvalid(Fault.INVALID_REQUEST, () -> put("d", CONTENT, conditions));
      assertInvalid(Fault.INVALID_REQUEST, () -> put("d/f/g", CONTENT, conditions));
      assertInvalid(Fault.INVALID_REQUEST, () -> put("d/f/g/h", CONTENT, conditions));
    }
    assertInvalid(Fault.INVALID_REQUEST, () -> put("x".repeat(256), CONTENT));
    assertEquals(List.of("d/f"), keys(""));
    assertThrows(
        StoreException.NotFound.class,
        () -> store.writer().createUpload(new ObjectAddress("b", base() + "f"), Map.of()));
  }

  @Test
  void aMarkerOfADirectoryMakesItAndHasNoBytes() throws IOException {
    put("a/b/", new byte[0]);
    assertTrue(Files.isDirectory(root.resolve("a/b")));
    put("a/b/", new byte[0]);
    assertEquals(List.of(), keys(""));
    assertInvalid(Fault.INVALID_REQUEST, () -> put("a/c/", CONTENT));
    assertFalse(Files.exists(root.resolve("a/c")));
    put("a/b/f", CONTENT);
    store.writer().delete(address("a/b/"));
    assertStored("a/b/f", CONTENT);
    assertInvalid(Fault.INVALID_REQUEST, () -> put("a/b/f/", new byte[0]));
  }

  // --- the private directory ---

  @Test
  void whatIsNotYetWholeHasNoKey() throws IOException {
    String upload = store.writer().createUpload(address("f"), Map.of());
    part("f", upload, 1);
    Files.writeString(staged("temporary/left"), "half");
    Files.createSymbolicLink(root.resolve("to-staging"), staged("temporary"));
    Files.createSymbolicLink(root.resolve("to-left"), staged("temporary/left"));
    put("seen", CONTENT);
    assertEquals(List.of("seen"), keys(""));
    assertEquals(
        List.of(), store.list(new ListingRequest("", base(), "/", null, 10)).commonPrefixes());
    for (String key :
        List.of(
            ".delta-s3-proxy/temporary/left",
            ".Delta-S3-Proxy/temporary/left",
            ".delta-s3-proxy/uploads/" + upload + "/00001",
            "to-staging/left",
            "to-left")) {
      ReadRequest request = ReadRequest.whole(address(key));
      assertThrows(StoreException.NotFound.class, () -> store.head(request), key);
      assertThrows(StoreException.NotFound.class, () -> store.get(request).close(), key);
      if (!key.equals("to-left")) {
        assertThrows(StoreException.class, () -> put(key, CONTENT), key);
        store.writer().delete(address(key));
      }
    }
    assertEquals("half", Files.readString(staged("temporary/left")));
    assertEquals(List.of(), keys(".delta-s3-proxy/"));
    assertEquals(List.of(), keys("to-staging/"));
  }

  @Test
  void aStoreThatIsOnlyReadMakesNothing() throws IOException {
    store.list(new ListingRequest("", base(), null, null, 10));
    assertThrows(StoreException.NotFound.class, () -> info("f"));
    assertTrue(store.writer().hasConditions());
    store.writer().delete(address("none/f"));
    assertEquals(List.of(), names(root));
  }

  @Test
  void everyWriteLeavesNothingBehind() throws IOException {
    put("f", CONTENT);
    put("g", CONTENT, WriteConditions.IF_ABSENT);
    assertThrows(
        StoreException.PreconditionFailed.class,
        () -> put("g", CONTENT, WriteConditions.IF_ABSENT));
    String upload = store.writer().createUpload(address("h"), Map.of());
    WrittenObject part = part("h", upload, 1);
    store
        .writer()
        .completeUpload(
            new UploadCompletion(
                address("h"),
                upload,
                List.of(new UploadCompletion.Part(1, part.eTag(), Map.of())),
                Map.of(),
                WriteConditions.NONE));
    String other = store.writer().createUpload(address("i"), Map.of());
    part("i", other, 1);
    store.writer().abortUpload(address("i"), other);
    assertEquals(List.of(), names(staged("temporary")));
    assertEquals(List.of(), names(staged("uploads")));
    assertEquals(1, Files.getAttribute(root.resolve("g"), "unix:nlink"));
  }

  @Test
  void whatAProcessThatEndedHasLeftIsSwept() throws IOException {
    put("f", CONTENT);
    Path stale = Files.writeString(staged("temporary/stale"), "half");
    Files.setLastModifiedTime(stale, FileTime.from(clock.instant().minus(Duration.ofHours(25))));
    Path fresh = Files.writeString(staged("temporary/fresh"), "half");
    Files.setLastModifiedTime(fresh, FileTime.from(clock.instant().minus(Duration.ofHours(23))));
    store = new LocalObjectStore(List.of(root), clock);
    put("f", CONTENT);
    assertEquals(List.of("fresh"), names(staged("temporary")));
  }

  @Test
  void anUploadThatNothingComesToIsSweptAfterSevenDays() throws IOException {
    String old = store.writer().createUpload(address("f"), Map.of());
    part("f", old, 1);
    String young = store.writer().createUpload(address("f"), Map.of());
    Path oldDirectory = staged("uploads").resolve(old);
    Instant now = clock.instant();
    Files.setLastModifiedTime(oldDirectory, FileTime.from(now.minus(Duration.ofHours(169))));
    Files.setLastModifiedTime(
        staged("uploads").resolve(young), FileTime.from(now.minus(Duration.ofHours(167))));
    store.writer().createUpload(address("g"), Map.of());
    assertThrows(StoreException.NoSuchUpload.class, () -> part("f", old, 2));
    assertFalse(Files.exists(oldDirectory));
    part("f", young, 1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "..", "../temporary", "a/b", "\0", "ABCDEF"})
  void anUploadIsNamedByWhatWasGivenOut(String id) throws IOException {
    put("f", CONTENT);
    assertThrows(StoreException.NoSuchUpload.class, () -> part("f", id, 1));
    assertThrows(
        StoreException.NoSuchUpload.class, () -> store.writer().abortUpload(address("f"), id));
    assertStored("f", CONTENT);
  }

  private WrittenObject part(String key, String upload, int number) throws IOException {
    return store
        .writer()
        .putPart(
            new PartAddress(upload, number),
            request(key, CONTENT),
            new ByteArrayInputStream(CONTENT));
  }

  // --- what a file keeps ---

  @Test
  void filesWrittenAtOneMomentHaveDifferentTags() throws IOException {
    Set<String> tags = new HashSet<>();
    for (int i = 0; i < 100; i++) {
      tags.add(put("f", CONTENT).eTag());
      store.writer().delete(address("f"));
    }
    assertEquals(100, tags.size());
  }

  @Test
  void headersAreOfTheStateTheyCameWith() throws IOException {
    put("f", CONTENT, Map.of("content-type", "text/plain", "x-amz-meta-a", "1"));
    String tag = info("f").eTag();
    assertEquals("text/plain", info("f").headers().get("content-type"));
    Files.writeString(root.resolve("f"), "changed in place");
    assertNotEquals(tag, info("f").eTag());
    assertEquals(Map.of("content-type", "application/octet-stream"), info("f").headers());
  }

  @Test
  void checksumsAreKept() throws Exception {
    String checksum =
        Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-256").digest(CONTENT));
    put("f", CONTENT, Map.of("x-amz-checksum-sha256", checksum));
    assertEquals(checksum, info("f").headers().get("x-amz-checksum-sha256"));
  }

  @Test
  void headersThatAreTooLongAreRefused() throws IOException {
    assertInvalid(
        Fault.INVALID_REQUEST, () -> put("f", CONTENT, Map.of("x-amz-meta-a", "x".repeat(4000))));
    assertInvalid(
        Fault.INVALID_REQUEST,
        () -> put("f", CONTENT, Map.of("x-amz-meta-a", "1\nx-amz-meta-b 2")));
    assertMissing("f");
  }

  @Test
  void aFileWrittenByOthersIsNotAbsentAndHasATagToMatch() throws IOException {
    Files.writeString(root.resolve("f"), "by others");
    assertThrows(
        StoreException.PreconditionFailed.class,
        () -> put("f", CONTENT, WriteConditions.IF_ABSENT));
    put("f", CONTENT, new WriteConditions(false, info("f").eTag()));
    assertStored("f", CONTENT);
  }

  @Test
  void twoStoresOfOneRootExcludeEachOther() throws Exception {
    ObjectStore other = new LocalObjectStore(List.of(root), clock);
    put("f", CONTENT);
    for (int round = 0; round < 20; round++) {
      WriteConditions seen = new WriteConditions(false, info("f").eTag());
      List<Boolean> won =
          together(
              4,
              number -> {
                byte[] content = bytes(number, 100);
                try {
                  (number % 2 == 0 ? store : other)
                      .writer()
                      .put(
                          request("f", content.length, Map.of(), seen),
                          new ByteArrayInputStream(content));
                  return true;
                } catch (StoreException.PreconditionFailed e) {
                  return false;
                }
              });
      assertEquals(1, won.stream().filter(each -> each).count());
    }
  }
}
