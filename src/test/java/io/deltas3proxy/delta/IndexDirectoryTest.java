package io.deltas3proxy.delta;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.deltas3proxy.testing.SettableClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IndexDirectoryTest {

  private final SettableClock clock = new SettableClock(Instant.parse("2026-06-01T12:00:00Z"));
  private Path path;
  private IndexDirectory directory;

  @BeforeEach
  void open(@TempDir Path parent) throws IOException {
    path = parent.resolve("indexes");
    directory = IndexDirectory.open(path, 1 << 20, clock);
  }

  private static void nothing() {}

  private boolean write(String name, int numbers) {
    return directory.write(
        name,
        4L * numbers,
        out -> {
          for (int i = 0; i < numbers; i++) {
            out.number(i);
          }
        },
        IndexDirectoryTest::nothing);
  }

  private static Optional<Integer> read(IndexDirectory from, String name, int numbers) {
    return from.read(
        name,
        in -> {
          for (int i = 0; i < numbers; i++) {
            if (in.number() != i) {
              throw new IOException("another number");
            }
          }
          return numbers;
        });
  }

  private Optional<Integer> read(String name, int numbers) {
    return read(directory, name, numbers);
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(path)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private Path file(String name) {
    return path.resolve(name + ".index");
  }

  @Test
  void whatWasWrittenIsReadByThisAndOtherProcesses() throws IOException {
    // Also content that ends exactly with a block.
    for (int numbers : new int[] {0, 1, FileSeal.BLOCK / 4, FileSeal.BLOCK / 4 + 1, 40_000}) {
      assertTrue(write("a", numbers));
      assertEquals(Optional.of(numbers), read("a", numbers));
      IndexDirectory other = IndexDirectory.open(path, 1 << 20, clock);
      assertEquals(Optional.of(numbers), read(other, "a", numbers));
    }
    assertEquals(Optional.empty(), read("b", 0));
  }

  @Test
  void onlyTheOwnerMayReadTheFiles() throws IOException {
    write("a", 10);
    assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(path)));
    for (String name : names()) {
      assertEquals(
          "rw-------",
          PosixFilePermissions.toString(Files.getPosixFilePermissions(path.resolve(name))),
          name);
    }
    assertEquals(List.of("a.index", "key"), names());
  }

  @Test
  void noByteMayBeAnother() throws IOException {
    write("a", 200);
    byte[] sound = Files.readAllBytes(file("a"));
    for (int i = 0; i < sound.length; i++) {
      byte[] damaged = sound.clone();
      damaged[i] ^= (byte) (1 << i % 8);
      Files.write(file("a"), damaged);
      assertEquals(Optional.empty(), read("a", 200), "byte " + i);
      assertFalse(Files.exists(file("a")), "what is damaged is deleted");
    }
    Files.write(file("a"), sound);
    assertEquals(Optional.of(200), read("a", 200));
  }

  @Test
  void noFileMayBeShorterOrLonger() throws IOException {
    write("a", FileSeal.BLOCK / 2);
    byte[] sound = Files.readAllBytes(file("a"));
    int sealed = FileSeal.BLOCK + FileSeal.TAG;
    Random random = new Random(1);
    for (int i = 0; i < 60; i++) {
      int length =
          switch (i) {
            case 0 -> 0;
            case 1 -> FileSeal.HEADER;
            case 2 -> FileSeal.HEADER + sealed;
            case 3 -> FileSeal.HEADER + FileSeal.TAG;
            case 4 -> sound.length - 1;
            case 5 -> sound.length + 1;
            case 6 -> sound.length + sealed;
            default -> random.nextInt(sound.length);
          };
      Files.write(file("a"), Arrays.copyOf(sound, length));
      assertEquals(Optional.empty(), read("a", FileSeal.BLOCK / 2), "length " + length);
    }
  }

  @Test
  void blocksKeepTheirPlaceAndFilesTheirNames() throws IOException {
    write("a", FileSeal.BLOCK);
    byte[] sound = Files.readAllBytes(file("a"));
    int sealed = FileSeal.BLOCK + FileSeal.TAG;
    byte[] swapped = sound.clone();
    System.arraycopy(sound, FileSeal.HEADER, swapped, FileSeal.HEADER + sealed, sealed);
    System.arraycopy(sound, FileSeal.HEADER + sealed, swapped, FileSeal.HEADER, sealed);
    Files.write(file("a"), swapped);
    assertEquals(Optional.empty(), read("a", FileSeal.BLOCK));
    Files.write(file("b"), sound);
    assertEquals(Optional.empty(), read("b", FileSeal.BLOCK));
  }

  @Test
  void contentThatIsLongerThanAskedForIsNotTaken() {
    write("a", 10);
    assertEquals(Optional.empty(), read("a", 9));
  }

  @Test
  void filesOfAnotherKeyAreNotRead() throws IOException {
    write("a", 10);
    Files.delete(path.resolve("key"));
    IndexDirectory other = IndexDirectory.open(path, 1 << 20, clock);
    assertEquals(Optional.empty(), read(other, "a", 10));
  }

  @Test
  void aDamagedKeyAndPlacesThatAreOpenToOthersAreRefused() throws IOException {
    Path key = path.resolve("key");
    byte[] sound = Files.readAllBytes(key);
    Files.write(key, new byte[31]);
    assertThrows(IOException.class, () -> IndexDirectory.open(path, 1, clock));
    Files.write(key, sound);
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r-----"));
    assertThrows(IOException.class, () -> IndexDirectory.open(path, 1, clock));
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxrwx---"));
    assertThrows(IOException.class, () -> IndexDirectory.open(path, 1, clock));
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwx------"));
    assertArrayEquals(sound, Files.readAllBytes(key));
    write("a", 1);
    assertEquals(Optional.of(1), read(IndexDirectory.open(path, 1 << 20, clock), "a", 1));
  }

  @Test
  void manyWhoOpenItAtOnceUseOneKey(@TempDir Path parent) throws Exception {
    Path shared = parent.resolve("shared");
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      List<Callable<IndexDirectory>> opening = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        opening.add(() -> IndexDirectory.open(shared, 1 << 20, clock));
      }
      List<Future<IndexDirectory>> opened = threads.invokeAll(opening);
      path = shared;
      directory = opened.getFirst().get();
      write("a", 5);
      for (Future<IndexDirectory> other : opened) {
        assertEquals(Optional.of(5), read(other.get(), "a", 5));
      }
    }
    assertEquals(List.of("a.index", "key"), names());
  }

  @Test
  void aWriterThatEndsEarlyLeavesTheFileAsItWas() throws IOException {
    write("a", 10);
    boolean written =
        directory.write(
            "a",
            10,
            out -> {
              out.number(7);
              throw new IOException("told to fail");
            },
            IndexDirectoryTest::nothing);
    assertFalse(written);
    assertEquals(List.of("a.index", "key"), names());
    assertEquals(Optional.of(10), read("a", 10));
  }

  @Test
  void whatAProcessLeftUnfinishedIsDeletedOnceItIsOld() throws IOException {
    Path left = Files.write(path.resolve("a-1.tmp"), new byte[100]);
    Files.setLastModifiedTime(left, FileTime.from(clock.instant()));
    IndexDirectory.open(path, 1 << 20, clock);
    assertTrue(Files.exists(left), "another process may be writing it");
    assertEquals(Optional.empty(), read("a", 1));
    clock.advance(Duration.ofHours(2));
    IndexDirectory.open(path, 1 << 20, clock);
    assertFalse(Files.exists(left));
  }

  @Test
  void allFilesTogetherAreBoundedAndTheLeastRecentlyUsedLeave() throws IOException {
    int third = (1 << 20) / 3 / 4 - 200;
    for (String name : List.of("a", "b", "c")) {
      assertTrue(write(name, third));
      clock.advance(Duration.ofSeconds(10));
    }
    assertEquals(Optional.of(third), read("a", third));
    clock.advance(Duration.ofSeconds(10));
    assertTrue(write("d", third));
    assertEquals(List.of("a.index", "c.index", "d.index", "key"), names());
    assertTrue(directory.bytes() <= 1 << 20, "bytes: " + directory.bytes());
    assertFalse(write("e", 1 << 20), "more than may be kept");
    assertEquals(List.of("a.index", "c.index", "d.index", "key"), names());
    IndexDirectory smaller = IndexDirectory.open(path, 1 << 19, clock);
    assertEquals(List.of("d.index", "key"), names());
    assertTrue(smaller.bytes() <= 1 << 19);
  }
}
