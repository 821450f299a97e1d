package io.deltas3proxy.database;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.sql.SQLTransientException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class WriteTurnsTest {

  private static boolean enter(WriteTurns turns) throws Exception {
    turns.begin();
    turns.end();
    return true;
  }

  @Test
  void oneWritesAtATimeAndAllOfThemDo() throws Exception {
    WriteTurns turns = new WriteTurns(true, Duration.ofSeconds(30));
    AtomicInteger inside = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> writers = new ArrayList<>();
      for (int i = 0; i < 16; i++) {
        writers.add(
            threads.submit(() -> {
              for (int turn = 0; turn < 50; turn++) {
                turns.begin();
                int now = inside.incrementAndGet();
                most.accumulateAndGet(now, Math::max);
                Thread.onSpinWait();
                inside.decrementAndGet();
                turns.end();
              }
              return true;
            }));
      }
      for (Future<?> writer : writers) {
        assertEquals(true, writer.get());
      }
    }
    assertEquals(1, most.get());
  }

  @Test
  void whoWaitsTooLongIsTold() throws Exception {
    WriteTurns turns = new WriteTurns(true, Duration.ofMillis(10));
    turns.begin();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Boolean> other = threads.submit(() -> enter(turns));
      Exception failure = assertThrows(ExecutionException.class, other::get);
      assertInstanceOf(SQLTransientException.class, failure.getCause());
      turns.end();
      assertEquals(true, threads.submit(() -> enter(turns)).get());
    }
  }

  @Test
  void aServerNeedsNoTurns() throws Exception {
    WriteTurns turns = new WriteTurns(false, Duration.ofMillis(10));
    turns.begin();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      assertEquals(true, threads.submit(() -> enter(turns)).get());
    }
    turns.end();
  }
}
