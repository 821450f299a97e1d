package io.deltas3proxy.website.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.deltas3proxy.testing.MemoryObjectStore;
import io.deltas3proxy.website.Page;
import io.deltas3proxy.website.PageBody;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Readers, writers, operators who clear, and too little room, all at once. */
class CacheRaceTest {

  private static final int NAMES = 12;
  private static final int READERS = 8;
  private static final int READS = 400;

  @TempDir private Path directory;

  private final MemoryObjectStore store = new MemoryObjectStore();
  private final AtomicInteger versions = new AtomicInteger();
  private final AtomicInteger good = new AtomicInteger();

  /** Every version of a page is one letter, over and over, in a length of its own. */
  private void put(int name) {
    int version = versions.incrementAndGet();
    String letter = Character.toString((char) ('a' + version % 26));
    int length = name % 3 == 0 ? 3000 + version % 500 : 100 + version % 400;
    store.put("site/" + name, letter.repeat(length));
  }

  /** What is read is all of one state, or nothing; it fails only when the state is replaced. */
  private void read(CacheStand stand, Random random) {
    String name = Integer.toString(random.nextInt(NAMES));
    try {
      Optional<Page> page = stand.pages().find(stand.site, name);
      if (page.isPresent()) {
        PageBody body = page.get().body();
        long first = random.nextLong(body.length());
        String text = CacheStand.text(body, first, body.length() - first);
        assertEquals(page.get().info().size() - first, text.length());
        assertTrue(text.chars().allMatch(c -> c == text.charAt(0)), text);
        if (random.nextInt(10) == 0) {
          var unused = page.get().compressed();
        }
        good.incrementAndGet();
      }
    } catch (IOException e) {
      // It was replaced while it was read.
      assertTrue(String.valueOf(e.getMessage()).length() > 0);
    }
  }

  private void disturb(CacheStand stand, Random random) {
    switch (random.nextInt(20)) {
      case 0, 1, 2, 3 -> put(random.nextInt(NAMES));
      case 4 -> store.remove("site/" + random.nextInt(NAMES));
      case 5 -> assertTrue(stand.pages().clear(null, "") >= 0);
      case 6, 7, 8 -> stand.pass(Duration.ofSeconds(random.nextInt(400)));
      default -> Thread.onSpinWait();
    }
  }

  @Test
  void whatIsReadIsAlwaysOfOneState() throws Exception {
    for (int name = 0; name < NAMES; name++) {
      put(name);
    }
    try (CacheStand stand = new CacheStand(store, directory, FileCreation.ON_DISK, 2000, 15_000)) {
      List<Future<Integer>> readers = new ArrayList<>();
      try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
        for (int i = 0; i < READERS; i++) {
          Random random = new Random(i);
          Callable<Integer> reading =
              () -> {
                for (int n = 0; n < READS; n++) {
                  read(stand, random);
                  disturb(stand, random);
                }
                return 0;
              };
          readers.add(threads.submit(reading));
        }
      }
      for (Future<Integer> reader : readers) {
        assertEquals(0, reader.get());
      }
      stand.settle();
      assertTrue(good.get() > READERS * READS / 10, () -> "only " + good.get());
      assertEquals(0, stand.pages().openFiles());
      var unused = stand.pages().clear(null, "");
      assertEquals(0, stand.statistics().memoryBytes());
      assertEquals(0, stand.statistics().diskBytes());
    }
  }
}
