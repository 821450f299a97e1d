package io.deltas3proxy.storage.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.deltas3proxy.storage.ListingRequest;
import io.deltas3proxy.storage.ObjectAddress;
import io.deltas3proxy.storage.ObjectContent;
import io.deltas3proxy.storage.ObjectStore;
import io.deltas3proxy.storage.ObjectStoreContract;
import io.deltas3proxy.storage.ReadConditions;
import io.deltas3proxy.storage.ReadRequest;
import io.deltas3proxy.storage.StoreException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LocalObjectStoreTest extends ObjectStoreContract {

  @TempDir private Path directory;
  private Path root = Path.of("/");
  private ObjectStore store = new LocalObjectStore(List.of());

  @BeforeEach
  void openStore() throws IOException {
    root = Files.createDirectory(directory.resolve("root"));
    store = new LocalObjectStore(List.of(root));
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
  protected void put(String key, byte[] content) throws IOException {
    Path file = Path.of("/" + key);
    Files.createDirectories(file.getParent());
    Files.write(file, content);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"../secret", "d/../../secret", "./f", "link", "linked/secret", "a\0b", "d/f/"})
  void nothingOutsideTheRootsIsOpened(String key) throws IOException {
    putAll("f", "d/f");
    Files.writeString(directory.resolve("secret"), "secret");
    Files.createSymbolicLink(root.resolve("link"), directory.resolve("secret"));
    Files.createSymbolicLink(root.resolve("linked"), directory);
    ReadRequest request = ReadRequest.whole(address(key));
    assertThrows(StoreException.NotFound.class, () -> store.get(request).close());
    assertThrows(StoreException.NotFound.class, () -> store.head(request));
    assertEquals(List.of("d/f", "f"), entries(list("", null, null, 1000)));
    assertEquals(List.of(), entries(list("linked/", null, null, 1000)));
    assertEquals(List.of(), entries(list("../", null, null, 1000)));
  }

  @Test
  void aDirectoryThatBecomesALinkWhileItIsOpenedLeadsNowhere() throws Exception {
    Path inside = Files.createDirectories(root.resolve("d"));
    Path outside = Files.createDirectory(directory.resolve("outside"));
    Files.writeString(inside.resolve("f"), "inside");
    Files.writeString(outside.resolve("f"), "secret");
    Path aside = directory.resolve("aside");
    AtomicBoolean done = new AtomicBoolean();
    FutureTask<Integer> swaps =
        new FutureTask<>(() -> {
          int count = 0;
          while (!done.get()) {
            Files.move(inside, aside);
            Files.createSymbolicLink(inside, outside);
            Files.delete(inside);
            Files.move(aside, inside);
            count++;
          }
          return count;
        });
    Thread swapper = Thread.ofPlatform().start(swaps);
    int given = 0;
    try {
      for (int i = 0; i < 5000; i++) {
        try {
          assertEquals(
              "inside",
              new String(read(ReadRequest.whole(address("d/f"))), StandardCharsets.UTF_8));
          given++;
        } catch (IOException e) {
          // The directory was away, or a link, at that moment.
          assertInstanceOf(StoreException.class, e);
        }
      }
    } finally {
      done.set(true);
      swapper.join();
    }
    assertTrue(swaps.get() > 0);
    assertTrue(given > 0 || swaps.get() > 1000);
  }

  @Test
  void aRootThatOnlySharesABeginningIsAnother() throws IOException {
    Path other = Files.createDirectory(directory.resolve("root2"));
    Files.writeString(other.resolve("f"), "x");
    ReadRequest request =
        ReadRequest.whole(new ObjectAddress("", other.toString().substring(1) + "/f"));
    assertThrows(StoreException.NotFound.class, () -> store.head(request));
  }

  @Test
  void aBucketIsNotFound() throws IOException {
    putAll("f");
    assertThrows(
        StoreException.NotFound.class,
        () -> store.list(new ListingRequest("bucket", "", null, null, 10)));
  }

  @Test
  void linksInsideTheRootsAreFollowed() throws IOException {
    putAll("d/f");
    Files.createSymbolicLink(root.resolve("e"), root.resolve("d"));
    Files.createSymbolicLink(root.resolve("g"), root.resolve("d/f"));
    Files.createSymbolicLink(root.resolve("d/up"), root);
    assertEquals(List.of("d/f", "e/f", "g"), entries(list("", null, null, 1000)));
    assertEquals(20, read(ReadRequest.whole(address("e/f"))).length);
  }

  @Test
  void emptyDirectoriesAreNoPrefixes() throws IOException {
    putAll("a/f");
    Files.createDirectories(root.resolve("b/c/d"));
    assertEquals(List.of("a/"), entries(list("", "/", null, 1000)));
    assertEquals(List.of(), entries(list("b/", "/", null, 1000)));
  }

  @Test
  void severalRootsAreListedInOrder() throws IOException {
    Path one = Files.createDirectories(directory.resolve("x/one"));
    Path two = Files.createDirectories(directory.resolve("x/two"));
    Files.writeString(one.resolve("f"), "1");
    Files.writeString(two.resolve("f"), "2");
    Files.writeString(directory.resolve("x/secret"), "s");
    String base = directory.toString().substring(1) + "/";
    try (ObjectStore both = new LocalObjectStore(List.of(two, one, one))) {
      assertEquals(
          List.of(base + "x/one/f", base + "x/two/f"),
          both.list(new ListingRequest("", "", null, null, 10)).objects().stream()
              .map(object -> object.key())
              .toList());
      assertEquals(
          List.of(base + "x/"),
          both.list(new ListingRequest("", base, "/", null, 10)).commonPrefixes());
      assertEquals(
          List.of(base + "x/one/", base + "x/two/"),
          both.list(new ListingRequest("", base + "x/", "/", null, 10)).commonPrefixes());
    }
  }

  @Test
  void orderIsByCodePoint() throws IOException {
    putAll("\uffee", "\ud83d\ude00", "a");
    assertEquals(List.of("a", "\uffee", "\ud83d\ude00"), entries(list("", null, null, 1000)));
  }

  @Test
  void aFileAndADirectoryThatSortsAfterItArePagedThrough() throws IOException {
    putAll("a/b", "a-", "a0");
    assertEquals(List.of("a-"), entries(list("", null, null, 1)));
    assertEquals(List.of("a/b"), entries(list("", null, "a-", 1)));
    assertEquals(List.of("a0"), entries(list("", null, "a/b", 1)));
  }

  @Test
  void aDirectoryGreaterThanABatchIsListedWhole() throws IOException {
    int count = 9000;
    for (int i = 0; i < count; i++) {
      Files.createFile(root.resolve("f%05d".formatted(i)));
    }
    Files.createDirectory(root.resolve("f00500-"));
    Files.createFile(root.resolve("f00500-/g"));
    int seen = 0;
    String after = null;
    boolean more = true;
    while (more) {
      var page = list("", null, after, 1000);
      seen += page.objects().size();
      more = page.truncated();
      after = more ? page.nextStartAfter().substring(base().length()) : after;
    }
    assertEquals(count + 1, seen);
  }

  @Test
  void theEntityTagFollowsTheState() throws IOException {
    putAll("f");
    Path file = root.resolve("f");
    String first = store.head(ReadRequest.whole(address("f"))).info().eTag();
    assertTrue(first.matches("\"[0-9a-f]{32}-1\""), first);
    assertEquals(first, store.head(ReadRequest.whole(address("f"))).info().eTag());
    FileTime time = Files.getLastModifiedTime(file);

    Files.setLastModifiedTime(file, FileTime.from(time.toInstant().plusNanos(1000)));
    String touched = store.head(ReadRequest.whole(address("f"))).info().eTag();
    assertNotEquals(first, touched);

    Path other = Files.write(directory.resolve("other"), Files.readAllBytes(file));
    Files.setLastModifiedTime(other, Files.getLastModifiedTime(file));
    Files.move(other, file, StandardCopyOption.REPLACE_EXISTING);
    assertNotEquals(touched, store.head(ReadRequest.whole(address("f"))).info().eTag());
  }

  @Test
  void aFileThatShrinksWhileItIsReadFails() throws IOException {
    Files.write(root.resolve("f"), new byte[100_000]);
    try (ObjectContent content = store.get(ReadRequest.whole(address("f")))) {
      assertEquals(10, content.body().readNBytes(10).length);
      Files.write(root.resolve("f"), new byte[50]);
      assertThrows(IOException.class, () -> content.body().readAllBytes());
    }
  }

  @Test
  void aFileWrittenInPlaceWhileItIsReadFails() throws IOException {
    Path file = root.resolve("f");
    Files.write(file, new byte[100_000]);
    try (ObjectContent content = store.get(ReadRequest.whole(address("f")))) {
      assertEquals(10, content.body().readNBytes(10).length);
      FileTime before = Files.getLastModifiedTime(file);
      Files.write(file, new byte[] {1}, StandardOpenOption.WRITE);
      Files.setLastModifiedTime(file, FileTime.from(before.toInstant().plusSeconds(1)));
      assertThrows(IOException.class, () -> content.body().readAllBytes());
    }
  }

  @Test
  void aFileReplacedWhileItIsReadIsReadToItsOldEnd() throws IOException {
    Path file = root.resolve("f");
    Files.writeString(file, "old content");
    Path fresh = Files.writeString(directory.resolve("fresh"), "new");
    try (ObjectContent content = store.get(ReadRequest.whole(address("f")))) {
      Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING);
      assertEquals(
          "old content", new String(content.body().readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  @Test
  void partOneIsTheWholeAndThereIsNoOther() throws IOException {
    putAll("f");
    ReadRequest one = new ReadRequest(address("f"), null, 1, ReadConditions.NONE, false);
    ReadRequest two = new ReadRequest(address("f"), null, 2, ReadConditions.NONE, false);
    assertEquals(20, read(one).length);
    assertThrows(StoreException.RangeNotSatisfiable.class, () -> store.head(two));
  }

  @Test
  void whatIsNoDirectoryIsNoRoot() throws IOException {
    putAll("f");
    assertThrows(
        IllegalArgumentException.class,
        () -> new LocalObjectStore(List.of(root.resolve("f"))).close());
  }
}
