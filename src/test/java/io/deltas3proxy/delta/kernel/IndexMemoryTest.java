package io.deltas3proxy.delta.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.deltas3proxy.delta.IndexDirectory;
import io.deltas3proxy.delta.IndexMemory;
import io.deltas3proxy.delta.IndexStatus;
import io.deltas3proxy.delta.Table;
import io.deltas3proxy.delta.TableUnavailableException;
import io.deltas3proxy.storage.local.LocalObjectStore;
import io.deltas3proxy.testing.CountingStore;
import io.deltas3proxy.testing.HandWrittenLog;
import io.deltas3proxy.testing.SettableClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many tables in little memory. */
class IndexMemoryTest {

  private static final int TABLES = 100;
  private static final int FILES = 500;
  private static final long BUDGET = 256 << 10;

  private final SettableClock clock = new SettableClock(TableIndexesFixture.NOW);
  private final List<Table> tables = new ArrayList<>();
  private final List<HandWrittenLog> logs = new ArrayList<>();
  private CountingStore store;
  private KernelTableIndexes indexes;

  @BeforeEach
  void open(@TempDir Path root) throws IOException {
    store = new CountingStore(new LocalObjectStore(List.of(root)));
    for (int i = 0; i < TABLES; i++) {
      HandWrittenLog log = new HandWrittenLog(Files.createDirectory(root.resolve("t" + i)));
      log.start().commit(files(FILES));
      logs.add(log);
      tables.add(log.table("t" + i, store));
    }
    IndexDirectory directory = IndexDirectory.open(root.resolve("indexes"), 64 << 20, clock);
    indexes =
        new KernelTableIndexes(
            new IndexSettings(
                BUDGET,
                Duration.ofHours(1),
                Duration.ofSeconds(1),
                Duration.ofDays(1),
                Duration.ofSeconds(60),
                Duration.ofDays(7)),
            Optional.of(directory),
            clock);
  }

  @AfterEach
  void close() {
    indexes.close();
  }

  private static String[] files(int count) {
    String[] actions = new String[count];
    for (int i = 0; i < count; i++) {
      actions[i] = HandWrittenLog.add("MIC=XLON/part-" + i + ".parquet", "XLON");
    }
    return actions;
  }

  private long total(ToLongFunction<IndexStatus> figure) {
    return indexes.statuses(tables).stream().mapToLong(figure).sum();
  }

  private void assertWithinBudget() {
    IndexMemory memory = indexes.memory();
    assertEquals(BUDGET, memory.mostBytes());
    assertTrue(memory.bytes() <= BUDGET, memory.toString());
    long told = total(IndexStatus::bytes);
    assertTrue(told <= BUDGET, "indexes tell of " + told);
    long ready =
        indexes.statuses(tables).stream()
            .filter(status -> status.state() == IndexStatus.State.READY)
            .count();
    assertEquals(ready, memory.entries());
  }

  @Test
  void aHundredTablesStayWithinTheBudgetAndComeBackFromTheirFiles() throws Exception {
    for (int round = 0; round < 2; round++) {
      for (Table table : tables) {
        assertEquals(FILES, indexes.get(table).objectCount());
        assertWithinBudget();
      }
      indexes.awaitSaves();
    }
    int held = indexes.memory().entries();
    assertTrue(held > 2 && held < TABLES / 2, "held: " + held);
    assertEquals(TABLES, total(IndexStatus::loads), "each log is read once");
    assertEquals(TABLES, total(IndexStatus::restores), "and comes back from its file");
    assertEquals(2 * TABLES - held, total(IndexStatus::evictions));
    assertTrue(indexes.diskBytes() > 16L * TABLES * FILES);
  }

  @Test
  void anIndexThatGrowsMakesOthersLeave() throws Exception {
    for (Table table : tables.subList(0, 6)) {
      assertEquals(FILES, indexes.get(table).objectCount());
    }
    assertEquals(6, indexes.memory().entries());
    logs.getFirst().commit(files(16 * FILES));
    clock.advance(Duration.ofSeconds(2));
    assertEquals(16 * FILES, indexes.refresh(tables.getFirst()).objectCount());
    assertWithinBudget();
    assertTrue(indexes.memory().entries() < 6, indexes.memory().toString());
    assertTrue(indexes.current(tables.getFirst()).isPresent());
  }

  @Test
  void anIndexThatNobodyAsksForLeavesAndComesBack() throws Exception {
    assertEquals(1, indexes.get(tables.getFirst()).version());
    clock.advance(Duration.ofMinutes(40));
    assertEquals(1, indexes.get(tables.get(1)).version());
    clock.advance(Duration.ofMinutes(40));
    indexes.dropIdle();
    indexes.awaitSaves();
    assertTrue(indexes.current(tables.getFirst()).isEmpty());
    assertTrue(indexes.current(tables.get(1)).isPresent());
    assertEquals(1, indexes.memory().entries());
    logs.getFirst().commit(HandWrittenLog.add("new", "XPAR"));
    store.reset();
    assertEquals(2, indexes.get(tables.getFirst()).version());
    assertEquals("1 LIST 1 GET 0 HEAD", store.asked());
    assertEquals(1, indexes.status(tables.getFirst()).restores());
    assertEquals(1, indexes.status(tables.getFirst()).evictions());
  }

  @Test
  void aTableThatNeedsMoreThanTheBudgetIsRefusedAndNotReadAgainAtOnce() throws Exception {
    logs.getFirst().commit(files(30 * FILES));
    Table table = tables.getFirst();
    assertEquals(FILES, indexes.get(tables.get(1)).objectCount());
    for (int i = 0; i < 3; i++) {
      var refused = assertThrows(TableUnavailableException.class, () -> indexes.get(table));
      assertTrue(String.valueOf(refused.getMessage()).contains("index.memoryMegabytes"));
      clock.advance(Duration.ofSeconds(10));
    }
    assertEquals(1, indexes.status(table).loads());
    assertEquals(IndexStatus.State.FAILED, indexes.status(table).state());
    assertEquals(FILES, indexes.get(tables.get(1)).objectCount(), "others are served");
    clock.advance(Duration.ofMinutes(1));
    assertThrows(TableUnavailableException.class, () -> indexes.get(table));
    assertEquals(2, indexes.status(table).loads());
    assertTrue(indexes.memory().bytes() <= BUDGET);
  }
}
