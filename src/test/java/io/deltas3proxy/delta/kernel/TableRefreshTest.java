package io.deltas3proxy.delta.kernel;

import static io.deltas3proxy.delta.TableIndex.Sight.HIDDEN;
import static io.deltas3proxy.delta.TableIndex.Sight.UNKNOWN;
import static io.deltas3proxy.delta.TableIndex.Sight.UNRESOLVED;
import static io.deltas3proxy.delta.TableIndex.Sight.VISIBLE;
import static io.deltas3proxy.delta.kernel.TableIndexesFixture.daysAgo;
import static io.deltas3proxy.testing.HandWrittenLog.PROTOCOL;
import static io.deltas3proxy.testing.HandWrittenLog.add;
import static io.deltas3proxy.testing.HandWrittenLog.addWith;
import static io.deltas3proxy.testing.HandWrittenLog.changeData;
import static io.deltas3proxy.testing.HandWrittenLog.metadata;
import static io.deltas3proxy.testing.HandWrittenLog.remove;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.deltas3proxy.delta.IndexStatus;
import io.deltas3proxy.delta.PartitionFilter;
import io.deltas3proxy.delta.TableIndex;
import io.deltas3proxy.delta.TableUnavailableException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How an index follows its log. */
class TableRefreshTest {

  private TableIndexesFixture tables;

  @BeforeEach
  void open(@TempDir Path directory) {
    tables = new TableIndexesFixture(directory);
  }

  @AfterEach
  void close() {
    tables.close();
  }

  @Test
  void newCommitsChangeTheSameIndex() throws Exception {
    tables.log.start().commit(add("a", "XLON"));
    TableIndex before = tables.index();
    tables
        .log
        .commit(add("b", "XPAR"), changeData("_change_data/c", "XPAR"))
        .commit(remove("a", daysAgo(0)), remove("stranger", daysAgo(0)));
    TableIndex after = tables.refreshed();
    assertSame(before, after);
    assertEquals(3, after.version());
    assertEquals(tables.clock.instant(), after.refreshedAt());
    assertEquals(VISIBLE, tables.look("a", "XLON"));
    assertEquals(HIDDEN, tables.look("b", "XLON"));
    assertEquals(VISIBLE, tables.look("_change_data/c", "XPAR"));
    assertEquals(UNRESOLVED, tables.look("stranger", "XLON"));
  }

  @Test
  void aFileThatOnlyARemovalNamedIsKnownOnceItIsAdded() throws Exception {
    tables.log.start().commit(remove("a", daysAgo(0)));
    assertEquals(UNRESOLVED, tables.look("a", "XLON"));
    tables.log.commit(add("a", "XLON"));
    assertEquals(VISIBLE, tables.look(tables.refreshed(), "a", "XLON"));
  }

  @Test
  void aLookCostsOneListingAndOneReadPerNewCommit() throws Exception {
    tables.log.start().commit(add("a", "XLON"));
    assertEquals(1, tables.index().version());
    tables.store.reset();
    assertEquals(1, tables.refreshed().version());
    assertEquals("1 LIST 0 GET 0 HEAD", tables.store.asked());

    tables.log.commit(add("b", "XLON")).commit(add("c", "XLON")).commit(add("d", "XLON"));
    tables.store.reset();
    assertEquals(4, tables.refreshed().version());
    assertEquals("1 LIST 3 GET 0 HEAD", tables.store.asked());
  }

  @Test
  void looksKeepTheLeastInterval() throws Exception {
    tables.log.start();
    TableIndex index = tables.refreshed();
    tables.log.commit(add("a", "XLON"));
    assertSame(index, tables.indexes.refresh(tables.table));
    assertEquals(UNKNOWN, tables.look("a", "XLON"));
    tables.clock.advance(Duration.ofSeconds(1));
    assertEquals(VISIBLE, tables.look(tables.indexes.refresh(tables.table), "a", "XLON"));
  }

  @Test
  void manyWhoMissAFileShareOneLook() throws Exception {
    tables.log.start();
    assertEquals(0, tables.index().version());
    tables.log.commit(add("a", "XLON"));
    tables.clock.advance(Duration.ofSeconds(2));
    tables.store.reset();
    int callers = 64;
    CountDownLatch asked = new CountDownLatch(callers);
    tables.store.beforeList(() -> {
      try {
        asked.await();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    });
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<TableIndex>> answers = new ArrayList<>();
      for (int i = 0; i < callers; i++) {
        answers.add(
            threads.submit(() -> {
              asked.countDown();
              return tables.indexes.refresh(tables.table);
            }));
      }
      for (Future<TableIndex> answer : answers) {
        assertEquals(VISIBLE, tables.look(answer.get(), "a", "XLON"));
      }
    }
    assertEquals("1 LIST 1 GET 0 HEAD", tables.store.asked());
    assertEquals(1, tables.indexes.status(tables.table).refreshes());
  }

  @Test
  void aCatchUpFindsWhatWasCommittedBeforeItHoweverFreshTheIndexIs() throws Exception {
    tables.log.start();
    TableIndex index = tables.refreshed();
    tables.log.commit(add("a", "XLON"));
    tables.clock.advance(Duration.ofMillis(990));
    assertEquals(UNKNOWN, tables.look(tables.indexes.refresh(tables.table), "a", "XLON"));
    assertSame(index, tables.indexes.catchUp(tables.table));
    assertEquals(VISIBLE, tables.look("a", "XLON"));
  }

  @Test
  void aCatchUpDoesNotTrustALookThatBeganBeforeIt() throws Exception {
    tables.log.start();
    assertEquals(0, tables.index().version());
    tables.clock.advance(Duration.ofSeconds(2));
    AtomicBoolean first = new AtomicBoolean(true);
    FutureTask<TableIndex> late = new FutureTask<>(() -> tables.indexes.catchUp(tables.table));
    tables.store.afterList(() -> {
      if (first.getAndSet(false)) {
        // The listing is made; what is committed now is not in it.
        tables.log.commit(add("a", "XLON"));
        Thread waiting = Thread.ofPlatform().start(late);
        while (waiting.getState() != Thread.State.TIMED_WAITING) {
          Thread.onSpinWait();
        }
        tables.clock.advance(Duration.ofMillis(5));
      }
    });
    assertEquals(0, tables.indexes.refresh(tables.table).version());
    assertEquals(VISIBLE, tables.look(late.get(), "a", "XLON"));
    assertEquals(2, tables.indexes.status(tables.table).refreshes());
  }

  @Test
  void manyCatchUpsShareOneLook() throws Exception {
    tables.log.start();
    assertEquals(0, tables.index().version());
    tables.log.commit(add("a", "XLON"));
    tables.clock.advance(Duration.ofMillis(500));
    tables.store.reset();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<TableIndex>> answers = new ArrayList<>();
      for (int i = 0; i < 64; i++) {
        answers.add(threads.submit(() -> tables.indexes.catchUp(tables.table)));
      }
      for (Future<TableIndex> answer : answers) {
        assertEquals(VISIBLE, tables.look(answer.get(), "a", "XLON"));
      }
    }
    assertEquals("1 LIST 1 GET 0 HEAD", tables.store.asked());
  }

  @Test
  void aCatchUpOverABrokenStoreIsAnErrorAndTheNextOneLooksAgain() throws Exception {
    tables.log.start().commit(add("a", "XLON"));
    assertEquals(VISIBLE, tables.look("a", "XLON"));
    tables.log.commit(add("b", "XLON"));
    tables.clock.advance(Duration.ofSeconds(2));
    tables.store.setBroken(true);
    assertThrows(TableUnavailableException.class, () -> tables.indexes.catchUp(tables.table));
    assertEquals(VISIBLE, tables.look("a", "XLON"));
    tables.store.setBroken(false);
    tables.clock.advance(Duration.ofSeconds(2));
    assertEquals(VISIBLE, tables.look(tables.indexes.catchUp(tables.table), "b", "XLON"));
  }

  @Test
  void aKnownFileIsJudgedByCommitsThatAreOlderThanTheGreatestAge() throws Exception {
    tables.log.start().commit(add("a", "XLON"));
    assertEquals(VISIBLE, tables.look("a", "XLON"));
    tables.log.commit(remove("a", daysAgo(0)), add("a", "XPAR"));
    tables.clock.advance(TableIndexesFixture.MAX_AGE);
    assertEquals(HIDDEN, tables.look("a", "XLON"));
  }

  @Test
  void anIndexThatCannotBeRenewedAnswersNothingOnceItHasTheGreatestAge() throws Exception {
    tables.log.start().commit(add("a", "XLON"));
    assertEquals(VISIBLE, tables.look("a", "XLON"));
    tables.store.setBroken(true);
    tables.clock.advance(TableIndexesFixture.MAX_AGE.minusMillis(1));
    assertEquals(VISIBLE, tables.look("a", "XLON"));
    tables.clock.advance(Duration.ofSeconds(2));
    assertThrows(TableUnavailableException.class, tables::index);
    assertEquals(IndexStatus.State.FAILED, tables.indexes.status(tables.table).state());
    tables.store.setBroken(false);
    tables.clock.advance(Duration.ofSeconds(2));
    assertEquals(VISIBLE, tables.look("a", "XLON"));
    assertEquals(IndexStatus.State.READY, tables.indexes.status(tables.table).state());
  }

  @Test
  void anIndexOfHalfTheGreatestAgeIsRenewedWhileItAnswers() throws Exception {
    tables.log.start();
    assertEquals(UNKNOWN, tables.look("a", "XLON"));
    CountDownLatch looked = new CountDownLatch(1);
    tables.store.afterList(looked::countDown);
    tables.clock.advance(TableIndexesFixture.MAX_AGE.dividedBy(2));
    assertEquals(UNKNOWN, tables.look("a", "XLON"));
    assertTrue(looked.await(10, TimeUnit.SECONDS));
  }

  @Test
  void changedPartitionColumnsMakeANewIndex() throws Exception {
    tables.log.start().commit(add("a", "XLON"));
    TableIndex before = tables.index();
    tables.log.commit(
        metadata("table-1", "Day", "date", "{}"),
        remove("a", daysAgo(0)),
        addWith("b", "{\"Day\":\"2026-01-01\"}", ""));
    TableIndex after = tables.refreshed();
    assertNotSame(before, after);
    assertSame(after, tables.index());
    assertEquals("Day", after.schema().columns().getFirst().name());
    assertEquals(VISIBLE, tables.look("b", "2026-01-01"));
    assertEquals(UNRESOLVED, after.look(tables.log.address("a"), PartitionFilter.ALL));
  }

  @Test
  void otherMetadataKeepsTheIndex() throws Exception {
    tables.log.start();
    TableIndex before = tables.index();
    tables.log.commit(metadata("table-1", "MIC", "string", "{\"comment\":\"x\"}"));
    assertSame(before, tables.refreshed());
  }

  @Test
  void aTableThatWasMadeAnewIsReadAnew() throws Exception {
    tables.log.start().commit(add("a", "XLON"));
    TableIndex before = tables.index();
    tables
        .log
        .skipTo(0)
        .commit(PROTOCOL, metadata("table-2", "MIC", "string", "{}"))
        .commit(add("b-with-another-size", "XLON"));
    TableIndex after = tables.refreshed();
    assertNotSame(before, after);
    assertEquals("table-2", after.tableId());
    assertEquals(UNKNOWN, tables.look("a", "XLON"));
    assertEquals(VISIBLE, tables.look("b-with-another-size", "XLON"));
  }

  @Test
  void aTableThatWasDroppedIsNotAvailable() throws Exception {
    tables.log.start();
    assertEquals(0, tables.index().version());
    tables.log.delete("00000000000000000000.json");
    assertThrows(TableUnavailableException.class, tables::refreshed);
    assertThrows(TableUnavailableException.class, tables::index);
  }

  @Test
  void aStoreThatFailsKeepsWhatIsKnownAndSaysSoToWhoAsksForMore() throws Exception {
    tables.log.start().commit(add("a", "XLON"));
    assertEquals(VISIBLE, tables.look("a", "XLON"));
    tables.log.commit(add("b", "XLON"));
    tables.store.setBroken(true);
    assertThrows(TableUnavailableException.class, tables::refreshed);
    assertThrows(TableUnavailableException.class, () -> tables.indexes.refresh(tables.table));
    assertEquals(VISIBLE, tables.look("a", "XLON"));
    String error = String.valueOf(tables.indexes.status(tables.table).lastError());
    assertTrue(error.contains("the store failed"), error);

    tables.store.setBroken(false);
    assertEquals(VISIBLE, tables.look(tables.refreshed(), "b", "XLON"));
  }

  @Test
  void aCommitThatCannotBeReadMakesTheTableUnavailable() throws Exception {
    tables.log.start().commit(add("a", "XLON"));
    assertEquals(VISIBLE, tables.look("a", "XLON"));
    tables.log.commit("{\"add\":{\"path\":");
    assertThrows(TableUnavailableException.class, tables::refreshed);
    assertThrows(TableUnavailableException.class, tables::index);
  }

  @Test
  void aMissingCommitMakesTheTableUnavailable() throws Exception {
    tables.log.start();
    assertEquals(0, tables.index().version());
    tables.log.skipTo(2).commit(add("a", "XLON"));
    assertThrows(TableUnavailableException.class, tables::refreshed);
    assertThrows(TableUnavailableException.class, tables::index);
  }

  @Test
  void anOldIndexIsBuiltAnewSoThatFilesWhoseRetentionPassedLeave() throws Exception {
    tables.log.start().commit(add("a", "XLON"), add("b", "XLON")).commit(remove("a", daysAgo(1)));
    assertEquals(VISIBLE, tables.look("a", "XLON"));
    tables.clock.advance(Duration.ofDays(7));
    TableIndex old = tables.refreshed();
    while (tables.indexes.get(tables.table).equals(old)) {
      Thread.onSpinWait();
    }
    assertEquals(UNKNOWN, tables.look("a", "XLON"));
    assertEquals(VISIBLE, tables.look("b", "XLON"));
    assertEquals(2, tables.indexes.status(tables.table).loads());
  }
}
