package io.deltas3proxy.delta.view;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.deltas3proxy.delta.Table;
import io.deltas3proxy.delta.TableLocation;
import io.deltas3proxy.storage.StoreException;
import io.deltas3proxy.testing.CountingStore;
import io.deltas3proxy.testing.MemoryObjectStore;
import io.deltas3proxy.testing.SettableClock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What many requests at a time make of the looks at one log. */
class WatchedLogTest {

  private static final int READERS = 20;

  private final CountingStore store =
      new CountingStore(
          new MemoryObjectStore().put("lake/t/_delta_log/00000000000000000000.json", "{}"));
  private final List<Thread> readers = new ArrayList<>();
  private final Queue<Object> answers = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean held = new AtomicBoolean();

  @TempDir private Path directory;

  private void readAll(WatchedLog log) throws InterruptedException {
    for (int i = 0; i < READERS; i++) {
      readers.add(
          Thread.ofPlatform()
              .unstarted(() -> {
                try {
                  answers.add(log.latest());
                } catch (StoreException e) {
                  answers.add(e);
                }
              }));
    }
    // The first look lasts until all others wait for it.
    store.beforeList(() -> {
      if (held.compareAndSet(false, true)) {
        Thread looking = Thread.currentThread();
        while (!readers.stream()
            .allMatch(
                reader -> reader.equals(looking) || reader.getState() == Thread.State.WAITING)) {
          Thread.onSpinWait();
        }
      }
    });
    readers.forEach(Thread::start);
    for (Thread reader : readers) {
      reader.join();
    }
    assertEquals(READERS, answers.size());
  }

  private WatchedLog log() {
    SettableClock clock = new SettableClock(Instant.parse("2026-06-01T12:00:00Z"));
    return new WatchedLog(
        new Table("t", new TableLocation(store, "", "lake/t")),
        new ViewSettings(
            directory,
            1,
            1,
            Duration.ofSeconds(1),
            Duration.ofMinutes(1),
            Duration.ofSeconds(1),
            1),
        clock);
  }

  @Test
  @Timeout(20)
  void thoseWhoWaitShareALook() throws Exception {
    readAll(log());
    answers.forEach(answer -> assertInstanceOf(LogContents.class, answer));
    assertEquals("2 LIST 0 GET 0 HEAD", store.asked());
  }

  @Test
  @Timeout(20)
  void thoseWhoWaitShareALookThatFailsAndTheNextOneLooksAgain() throws Exception {
    store.setBroken(true);
    WatchedLog log = log();
    readAll(log);
    answers.forEach(answer -> assertInstanceOf(StoreException.Unavailable.class, answer));
    assertEquals("2 LIST 0 GET 0 HEAD", store.asked());
    store.setBroken(false);
    assertEquals(1, log.latest().commits().size());
  }
}
