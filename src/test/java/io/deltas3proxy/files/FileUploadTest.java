package io.deltas3proxy.files;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.deltas3proxy.storage.ObjectContent;
import io.deltas3proxy.storage.ReadRequest;
import io.deltas3proxy.storage.StorePlace;
import io.deltas3proxy.storage.local.LocalObjectStore;
import io.deltas3proxy.testing.WatchedStore;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How a file becomes an object, or leaves nothing. */
class FileUploadTest {

  private static final int MEGABYTE = 1024 * 1024;
  private static final int PART = 5 * MEGABYTE;

  @TempDir private Path directory;
  private WatchedStore store;
  private Spool spool;
  private BlockPool memory;
  private UploadJournal journal;
  private FileUploads uploads;

  @BeforeEach
  void open() throws IOException {
    Path lake = Files.createDirectory(directory.resolve("lake"));
    store = new WatchedStore(new LocalObjectStore(List.of(lake), Clock.systemUTC()));
    spool = Spool.open(directory.resolve("spool"), 100L * MEGABYTE);
    withMemory(64 * MEGABYTE);
  }

  private void withMemory(long bytes) {
    memory = new BlockPool(bytes);
    journal = new UploadJournal(directory.resolve("spool"));
    uploads =
        new FileUploads(
            new UploadSettings(10 * MEGABYTE, PART, 3, 40L * MEGABYTE),
            new Receiving(memory, spool, journal),
            2);
  }

  @AfterEach
  void nothingIsLeft() throws IOException {
    assertEquals(0, memory.usedBytes());
    assertEquals(0, spool.usedBytes());
    assertEquals(List.of("lock"), spoolFiles());
    spool.close();
  }

  private List<String> spoolFiles() throws IOException {
    try (Stream<Path> files = Files.list(directory.resolve("spool"))) {
      return files.map(file -> String.valueOf(file.getFileName())).toList();
    }
  }

  private FileTarget target(String name) {
    FileName file = new FileName("b", name);
    StorePlace place =
        new StorePlace(store, "", directory.resolve("lake").toString().substring(1) + "/");
    return new FileTarget(file, "local", store, place.address(name));
  }

  private static byte[] bytes(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return bytes;
  }

  private StoredFile upload(String name, InputStream body, Map<String, String> digests)
      throws IOException {
    NewFile file = new NewFile(Map.of("content-type", "text/plain"), digests, -1);
    try (FileUpload upload = uploads.to(target(name), file)) {
      upload.receive(body);
      return upload.commit();
    }
  }

  private byte[] stored(String name) throws IOException {
    try (ObjectContent content = store.get(ReadRequest.whole(target(name).address()))) {
      return content.body().readAllBytes();
    }
  }

  private boolean exists(String name) {
    return Files.exists(directory.resolve("lake").resolve(name));
  }

  @Test
  void filesOfAllSizesAreStoredAsTheyAre() throws IOException {
    for (int size : new int[] {1, PART - 1, PART, PART + 1, 2 * PART, 2 * PART + 1, 6 * PART}) {
      assertEquals(size, upload("f", new ByteArrayInputStream(bytes(size)), Map.of()).size());
      assertArrayEquals(bytes(size), stored("f"));
    }
    assertEquals(0, store.underWay().size());
  }

  @Test
  void partsAreSentAtTheSameTimeButNotTooMany() throws IOException {
    store.meet(3);
    var unused = upload("f", new ByteArrayInputStream(bytes(6 * PART)), Map.of());
    assertEquals(3, store.mostAtOnce());
  }

  @Test
  void withoutMemoryBytesWaitInFiles() throws IOException {
    withMemory(BlockPool.BLOCK_BYTES);
    byte[] content = bytes(4 * PART + 3);
    var unused = upload("f", new ByteArrayInputStream(content), Map.of());
    assertArrayEquals(content, stored("f"));
  }

  @Test
  void anUploadWithoutMemoryWaitsForItsOwnParts() throws Exception {
    withMemory(2L * PART);
    store.meet(2);
    byte[] content = bytes(6 * PART);
    var unused = upload("f", new ByteArrayInputStream(content), Map.of());
    assertArrayEquals(content, stored("f"));
    assertTrue(store.mostAtOnce() <= 3);
  }

  @Test
  void manyAtOnceShareLittleMemory() throws Exception {
    withMemory(4L * BlockPool.BLOCK_BYTES);
    byte[] content = bytes(3 * PART + 1);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<StoredFile>> all = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        String name = "f" + i;
        all.add(threads.submit(() -> upload(name, new ByteArrayInputStream(content), Map.of())));
      }
      for (Future<StoredFile> one : all) {
        assertEquals(content.length, one.get().size());
      }
    }
    for (int i = 0; i < 6; i++) {
      assertArrayEquals(content, stored("f" + i));
    }
  }

  @Test
  void aBodyThatBreaksOffLeavesNothing() throws IOException {
    for (int size : new int[] {10, 3 * PART}) {
      InputStream broken =
          new SequenceInputStream(
              new ByteArrayInputStream(bytes(size)),
              new InputStream() {
                @Override
                public int read() throws IOException {
                  throw new IOException("the client went away");
                }

                @Override
                public int read(byte[] target, int offset, int length) throws IOException {
                  return read();
                }
              });
      assertThrows(IOException.class, () -> upload("broken", broken, Map.of()));
      assertFalse(exists("broken"));
      assertEquals(0, store.underWay().size());
    }
  }

  @Test
  void aPartThatIsRefusedEndsTheUpload() {
    store.refusePart(2);
    FilesException refusal =
        assertThrows(
            FilesException.class,
            () -> upload("f", new ByteArrayInputStream(bytes(6 * PART)), Map.of()));
    assertEquals("Unable to upload file to S3 AccessDenied", refusal.detail());
    assertFalse(exists("f"));
    assertEquals(0, store.underWay().size());
  }

  @Test
  void aPartThatIsRefusedWhileTheNextWaitsForMemoryIsSaidAlike() {
    withMemory(BlockPool.BLOCK_BYTES);
    store.refusePart(1);
    FilesException refusal =
        assertThrows(
            FilesException.class,
            () -> upload("f", new ByteArrayInputStream(bytes(6 * PART)), Map.of()));
    assertEquals("Unable to upload file to S3 AccessDenied", refusal.detail());
  }

  @Test
  void anObjectIsNeverMadeWithoutOneOfItsParts() throws IOException {
    var unused = upload("f", new ByteArrayInputStream(bytes(10)), Map.of());
    store.breakPart(2);
    assertThrows(
        IOException.class, () -> upload("f", new ByteArrayInputStream(bytes(3 * PART)), Map.of()));
    assertArrayEquals(bytes(10), stored("f"));
    assertEquals(0, store.underWay().size());
  }

  @Test
  void anUploadThatCannotBeNotedIsGivenUp() throws IOException {
    journal = new UploadJournal(directory.resolve("missing"));
    uploads =
        new FileUploads(
            new UploadSettings(10 * MEGABYTE, PART, 3, 40L * MEGABYTE),
            new Receiving(memory, spool, journal),
            2);
    assertThrows(
        IOException.class, () -> upload("f", new ByteArrayInputStream(bytes(3 * PART)), Map.of()));
    assertEquals(0, store.underWay().size());
  }

  @Test
  void aNoteThatCannotBeReadHoldsUpNoOther() throws IOException {
    Path held = directory.resolve("spool");
    Files.writeString(held.resolve("parts-a"), "local\n\n\nid");
    Files.write(held.resolve("parts-b"), new byte[] {(byte) 0xFF, '\n'});
    journal.giveUp(Map.of("local", store));
    assertEquals(List.of("lock"), spoolFiles());
  }

  @Test
  void theSpoolIsForNobodyElse() throws IOException {
    assertEquals(
        "rwx------",
        PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve("spool"))));
  }

  @Test
  void aStoreThatIsAwayForAMomentIsAskedAgain() throws IOException {
    store.failNext(2);
    var unused = upload("small", new ByteArrayInputStream(bytes(10)), Map.of());
    assertArrayEquals(bytes(10), stored("small"));
    store.failNext(2);
    var more = upload("large", new ByteArrayInputStream(bytes(3 * PART)), Map.of());
    assertEquals(3 * PART, more.size());
    assertArrayEquals(bytes(3 * PART), stored("large"));
  }

  @Test
  void whatCannotBeGivenUpNowIsGivenUpLater() throws IOException {
    byte[] content = bytes(3 * PART);
    NewFile file = new NewFile(Map.of(), Map.of("content-md5", "wrong"), -1);
    try (FileUpload upload = uploads.to(target("f"), file)) {
      upload.receive(new ByteArrayInputStream(content));
      assertThrows(FilesException.class, upload::commit);
      // Parts that are still on their way take some of these.
      store.failNext(1000);
    }
    store.failNext(0);
    assertEquals(1, store.underWay().size());
    assertTrue(spoolFiles().stream().anyMatch(name -> name.startsWith("parts-")));
    journal.giveUp(Map.of("local", store));
    assertEquals(0, store.underWay().size());
  }

  @Test
  void onlyWhatHasItsDigestsIsStored() throws IOException {
    Map<String, String> right =
        Map.of(
            "content-md5", "XUFAKrxLKna5cZ2REBfFkg==",
            "x-amz-checksum-sha256", "LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ=");
    var unused =
        upload("f", new ByteArrayInputStream("hello".getBytes(StandardCharsets.UTF_8)), right);
    for (Map<String, String> wrong :
        List.of(Map.of("content-md5", "AA=="), Map.of("x-amz-checksum-crc32c", "AAAAAA=="))) {
      for (int size : new int[] {5, 3 * PART}) {
        FilesException refusal =
            assertThrows(
                FilesException.class,
                () -> upload("g", new ByteArrayInputStream(bytes(size)), wrong));
        assertEquals(FilesFault.CHECKSUM_MISMATCH, refusal.fault());
        assertFalse(exists("g"));
      }
    }
    assertEquals(0, store.underWay().size());
  }

  @Test
  void aFileThatIsTooLargeIsRefusedAndLeavesNothing() {
    assertEquals(
        FilesFault.TOO_LARGE,
        assertThrows(
                FilesException.class,
                () -> upload("f", new ByteArrayInputStream(bytes(9 * PART)), Map.of()))
            .fault());
    assertEquals(0, store.underWay().size());
  }

  @Test
  void aSpoolThatIsFullIsSaidSo() throws IOException {
    spool.close();
    spool = Spool.open(directory.resolve("spool"), MEGABYTE);
    withMemory(1);
    FilesException refusal =
        assertThrows(
            FilesException.class,
            () -> upload("f", new ByteArrayInputStream(bytes(PART)), Map.of()));
    assertEquals(FilesFault.UNAVAILABLE, refusal.fault());
    assertTrue(refusal.headers().containsKey("Retry-After"));
  }

  @Test
  void aFileThatNeverHasRoomIsTooLarge() throws IOException {
    spool.close();
    spool = Spool.open(directory.resolve("spool"), MEGABYTE);
    withMemory(1);
    assertEquals(MEGABYTE, uploads.mostWaitingBytes());
    try (WaitingFile waiting = uploads.waiting()) {
      FilesException refusal =
          assertThrows(
              FilesException.class,
              () -> waiting.receive(new ByteArrayInputStream(bytes(MEGABYTE + 1))));
      assertEquals(FilesFault.TOO_LARGE, refusal.fault());
    }
  }

  @Test
  void thereAreSoManyUploadsAtATime() {
    FileUploads.Turn first = uploads.begin();
    FileUploads.Turn second = uploads.begin();
    assertThrows(FilesException.class, uploads::begin);
    first.close();
    uploads.begin().close();
    second.close();
  }

  @Test
  void aSpoolBelongsToOneProcessAndForgetsWhatHasNoName() throws IOException {
    Path held = directory.resolve("spool");
    assertThrows(IOException.class, () -> Spool.open(held, 1));
    String id = spool.id();
    Files.writeString(held.resolve("tmp-left"), "left");
    Files.writeString(held.resolve("job-kept"), "kept");
    spool.close();
    spool = Spool.open(held, MEGABYTE);
    assertEquals(id, spool.id());
    assertEquals(4, spool.usedBytes());
    assertFalse(Files.exists(held.resolve("tmp-left")));
    spool.delete("kept");
  }
}
