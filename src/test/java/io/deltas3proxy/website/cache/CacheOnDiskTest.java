package io.deltas3proxy.website.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.deltas3proxy.storage.StoreException;
import io.deltas3proxy.testing.MemoryObjectStore;
import io.deltas3proxy.website.PageBody;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files of the cache: slices, restarts, damage, and disks that fail. */
class CacheOnDiskTest {

  @TempDir private Path directory;

  private final MemoryObjectStore store = new MemoryObjectStore();

  /** 3.5 slices. */
  private static String large() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; text.length() < 3500; i++) {
      text.append(i).append(',');
    }
    return text.substring(0, 3500);
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> all = Files.walk(directory)) {
      return all.filter(Files::isRegularFile)
          .filter(file -> !file.endsWith("lock"))
          .sorted()
          .toList();
    }
  }

  @Test
  void aLargePageIsKeptInSlices() throws IOException {
    store.put("site/large", large());
    try (CacheStand stand = new CacheStand(store, directory)) {
      assertEquals(large(), stand.text("large"));
      stand.settle();
      assertEquals(4, files().size());
      store.forgetCalls();
      assertEquals(large(), stand.text("large"));
      assertEquals(List.of(), store.calls());
      assertEquals(0, stand.pages().openFiles());
    }
  }

  @Test
  void aRangeBringsItsSlicesOnly() throws IOException {
    store.put("site/large", large());
    try (CacheStand stand = new CacheStand(store, directory)) {
      PageBody body = stand.page("large").body();
      assertEquals(large().substring(2100, 2200), CacheStand.text(body, 2100, 100));
      assertEquals(large().substring(1990, 2010), CacheStand.text(body, 1990, 20));
      stand.settle();
      assertEquals(3, files().size(), "the first, with which it was looked at, and two more");
    }
  }

  @Test
  void manyReadersOfALargePageShareItsSlices() throws Exception {
    store.put("site/large", large());
    try (CacheStand stand = new CacheStand(store, directory)) {
      List<Future<String>> texts = new ArrayList<>();
      try (ExecutorService visitors = Executors.newVirtualThreadPerTaskExecutor()) {
        Callable<String> visit = () -> stand.text("large");
        for (int i = 0; i < 50; i++) {
          texts.add(visitors.submit(visit));
        }
      }
      for (Future<String> text : texts) {
        assertEquals(large(), text.get());
      }
      stand.settle();
      assertEquals(4, files().size());
      assertEquals(0, stand.pages().openFiles());
    }
  }

  @Test
  void whatBreaksOffIsNeverPublishedAndNeverTakenForAWhole() throws IOException {
    store.put("site/large", large()).breakBodiesAfter(300);
    try (CacheStand stand = new CacheStand(store, directory)) {
      assertThrows(IOException.class, () -> stand.text("large"));
      stand.settle();
      assertEquals(List.of(), files());
      store.breakBodiesAfter(-1);
      assertEquals(large(), stand.text("large"));
    }
  }

  @Test
  void onePageIsNeverOfTwoStates() throws IOException {
    store.put("site/large", large());
    try (CacheStand stand = new CacheStand(store, directory)) {
      PageBody body = stand.page("large").body();
      try (InputStream stream = body.open(0, body.length())) {
        assertEquals(
            large().substring(0, 500),
            new String(stream.readNBytes(500), StandardCharsets.US_ASCII));
        store.put("site/large", "y".repeat(3500));
        assertThrows(IOException.class, stream::readAllBytes);
      }
      assertEquals("y".repeat(3500), stand.text("large"), "the new state is found at once");
    }
  }

  @Test
  void aProcessTakesUpWhatTheOneBeforeKept() throws IOException {
    store.put("site/large", large()).put("site/small", "small");
    String text = "all work and no play ".repeat(40);
    store.put("site/text", text);
    try (CacheStand stand = new CacheStand(store, directory)) {
      assertEquals(large(), stand.text("large"));
      assertEquals("small", stand.text("small"));
      long size = stand.page("text").compressed().orElseThrow().length();
      stand.settle();
      long bytes = stand.statistics().diskBytes();
      stand.restart();
      store.failWith(new StoreException.Unavailable("down"));
      assertEquals(bytes, stand.statistics().diskBytes());
      assertEquals(large(), stand.text("large"));
      assertEquals("small", stand.text("small"));
      assertEquals(text, stand.text("text"));
      assertEquals(size, stand.page("text").compressed().orElseThrow().length());
      assertEquals(0, stand.statistics().misses());
    }
  }

  @Test
  void whatIsOldAfterARestartIsAskedFor() throws IOException {
    store.put("site/small", "small");
    try (CacheStand stand = new CacheStand(store, directory)) {
      assertEquals("small", stand.text("small"));
      stand.pass(Duration.ofHours(2));
      stand.restart();
      store.forgetCalls();
      assertEquals("small", stand.text("small"));
      assertEquals(List.of("get site/small"), store.calls());
      assertEquals(1, stand.statistics().confirmed());
    }
  }

  @Test
  void damagedFilesAreNotUsed() throws IOException {
    store.put("site/large", large()).put("site/small", "small");
    try (CacheStand stand = new CacheStand(store, directory)) {
      assertEquals(large(), stand.text("large"));
      assertEquals("small", stand.text("small"));
      stand.settle();
      for (Path file : files()) {
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length - 5] ^= 1;
        Files.write(file, bytes);
      }
      stand.restart();
      assertEquals(large(), stand.text("large"));
      assertEquals("small", stand.text("small"));
    }
  }

  @Test
  void halfFilesAreDeletedAtTheStart() throws IOException {
    store.put("site/small", "small").put("site/more", "more");
    try (CacheStand stand = new CacheStand(store, directory)) {
      assertEquals("small", stand.text("small"));
      assertEquals("more", stand.text("more"));
      Path cut = files().getFirst();
      byte[] bytes = Files.readAllBytes(cut);
      Files.write(cut, java.util.Arrays.copyOf(bytes, bytes.length - 1));
      Files.write(directory.resolve("unfinished-1"), bytes);
      stand.restart();
      assertEquals(1, files().size());
      assertEquals("small", stand.text("small"));
      assertEquals("more", stand.text("more"));
    }
  }

  @Test
  void aFileUnderAnothersNameIsNotUsed() throws IOException {
    store.put("site/a", "one").put("site/b", "two");
    try (CacheStand stand = new CacheStand(store, directory)) {
      assertEquals("one", stand.text("a"));
      Path first = files().getFirst();
      assertEquals("two", stand.text("b"));
      Path second = files().stream().filter(file -> !file.equals(first)).findFirst().orElseThrow();
      Files.copy(first, second, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
      stand.restart();
      assertEquals("one", stand.text("a"));
      assertEquals("two", stand.text("b"));
    }
  }

  @Test
  void filesTakeBoundedRoom() throws IOException {
    try (CacheStand stand = new CacheStand(store, directory, FileCreation.ON_DISK, 0, 9000)) {
      for (int i = 0; i < 10; i++) {
        store.put("site/" + i, large());
        assertEquals(large(), stand.text(Integer.toString(i)));
        stand.settle();
        stand.pass(Duration.ofSeconds(2));
        long most = stand.statistics().diskBytes();
        assertTrue(most <= 9000, () -> "files of " + most + " bytes");
      }
      long bytes = 0;
      for (Path file : files()) {
        bytes += Files.size(file);
      }
      assertEquals(bytes, stand.statistics().diskBytes());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "9", "a", "in-use"})
  void slicesThatAreInUseStay(String inUse) throws IOException {
    store.put("site/" + inUse, large());
    try (CacheStand stand =
        new CacheStand(store, directory, FileCreation.ON_DISK, 1 << 20, 20_000)) {
      for (int i = 0; i < 20; i++) {
        store.put("site/other-" + i, large());
        assertEquals(large(), stand.text("other-" + i));
        stand.pass(Duration.ofSeconds(2));
        assertEquals(large(), stand.text(inUse));
        stand.settle();
        stand.pass(Duration.ofSeconds(2));
      }
      assertTrue(stand.statistics().evicted() > 0);
      assertEquals(4, store.calls().stream().filter(("get site/" + inUse)::equals).count());
    }
  }

  @Test
  void aDiskThatCannotBeWrittenIsPassedBy() throws IOException {
    store.put("site/large", large()).put("site/small", "small");
    FileCreation broken =
        file -> {
          throw new IOException("read-only file system");
        };
    try (CacheStand stand = new CacheStand(store, directory, broken, 1 << 20, 1 << 20)) {
      assertEquals(large(), stand.text("large"));
      assertEquals("small", stand.text("small"));
      assertEquals("small", stand.text("small"));
      assertEquals(1, store.calls().stream().filter("get site/small"::equals).count());
      assertEquals(1, stand.statistics().diskFailures(), "it is left alone for some time");
      stand.pass(Duration.ofSeconds(11));
      assertEquals(large(), stand.text("large"));
      assertEquals(2, stand.statistics().diskFailures());
    }
  }

  @Test
  void aDiskThatGetsFullEndsNoAnswer() throws IOException {
    store.put("site/large", large());
    try (CacheStand stand =
        new CacheStand(store, directory, file -> new Full(file, 700), 1 << 20, 1 << 20)) {
      assertEquals(large(), stand.text("large"));
      stand.settle();
      assertEquals(List.of(), files());
      assertEquals(0, stand.pages().openFiles());
    }
  }

  /** A file on a disk that has room for some bytes more. */
  private static final class Full extends FilterOutputStream {
    private long left;

    Full(Path file, long left) throws IOException {
      super(open(file));
      this.left = left;
    }

    private static OutputStream open(Path file) throws IOException {
      return FileCreation.ON_DISK.create(file);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      left -= length;
      if (left < 0) {
        throw new IOException("no space left on device");
      }
      out.write(bytes, offset, length);
    }
  }

  @Test
  void aDirectoryIsOneProcesssAlone() throws IOException {
    try (CacheStand stand = new CacheStand(store, directory)) {
      assertEquals(0, stand.statistics().diskBytes());
      assertThrows(IOException.class, () -> CacheFiles.open(directory, FileCreation.ON_DISK));
    }
  }

  @Test
  void clearedPagesLeaveNoFiles() throws IOException {
    store.put("site/large", large()).put("site/small", "small");
    try (CacheStand stand = new CacheStand(store, directory)) {
      assertEquals(large(), stand.text("large"));
      assertEquals("small", stand.text("small"));
      stand.settle();
      assertEquals(2, stand.pages().clear(null, ""));
      assertEquals(List.of(), files());
      assertEquals(0, stand.statistics().diskBytes());
      assertEquals(0, stand.statistics().memoryBytes());
    }
  }
}
