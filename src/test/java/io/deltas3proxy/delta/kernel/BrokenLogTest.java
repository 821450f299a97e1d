package io.deltas3proxy.delta.kernel;

import static io.deltas3proxy.delta.TableIndex.Sight.VISIBLE;
import static io.deltas3proxy.testing.HandWrittenLog.PROTOCOL;
import static io.deltas3proxy.testing.HandWrittenLog.add;
import static io.deltas3proxy.testing.HandWrittenLog.metadata;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.deltas3proxy.delta.IndexStatus;
import io.deltas3proxy.delta.TableUnavailableException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Logs that cannot be known: nothing of their tables is given, and the operator is told why. */
class BrokenLogTest {

  private TableIndexesFixture tables;

  @BeforeEach
  void open(@TempDir Path directory) {
    tables = new TableIndexesFixture(directory);
  }

  @AfterEach
  void close() {
    tables.close();
  }

  private void assertUnavailable(String reason) {
    assertUnavailable(reason, IndexStatus.State.FAILED);
  }

  private void assertUnavailable(String reason, IndexStatus.State state) {
    TableUnavailableException failure =
        assertThrows(TableUnavailableException.class, tables::index);
    String message = String.valueOf(failure.getMessage());
    assertTrue(message.startsWith("table t: "), message);
    assertTrue(message.contains(reason), message);
    IndexStatus status = tables.indexes.status(tables.table);
    assertEquals(state, status.state());
    assertEquals(message, status.lastError());
    assertEquals(1, status.failures());
  }

  @Test
  void aPlaceWithoutALog() {
    assertUnavailable("there is no Delta log", IndexStatus.State.NEW);
  }

  @Test
  void aReaderFeatureThatNobodyKnows() {
    tables.log.commit(
        "{\"protocol\":{\"minReaderVersion\":3,\"minWriterVersion\":7,"
            + "\"readerFeatures\":[\"fromTheFuture\"],\"writerFeatures\":[\"fromTheFuture\"]}}",
        metadata("t", "MIC", "string", "{}"));
    assertUnavailable("fromTheFuture");
  }

  @Test
  void aTableThatACatalogManages() {
    tables.log.commit(
        "{\"protocol\":{\"minReaderVersion\":3,\"minWriterVersion\":7,"
            + "\"readerFeatures\":[\"catalogManaged\"],"
            + "\"writerFeatures\":[\"catalogManaged\",\"inCommitTimestamp\"]}}",
        metadata("t", "MIC", "string", "{\"delta.enableInCommitTimestamps\":\"true\"}"));
    assertUnavailable("catalog");
  }

  @Test
  void aDamagedPointerToTheCheckpoint() {
    tables.log.start().write("_last_checkpoint", "{\"version\":");
    assertUnavailable("_last_checkpoint is damaged");
  }

  @Test
  void aPointerToACheckpointThatIsNotThere() {
    tables.log.start().commit(add("a", "XLON"));
    tables.log.write("_last_checkpoint", "{\"version\":7,\"size\":1}");
    assertUnavailable("it ends at version 1, before the checkpoint of version 7");
  }

  @Test
  void aMissingVersion() {
    tables.log.start().skipTo(2).commit(add("a", "XLON"));
    assertUnavailable("contiguous");
  }

  @Test
  void aLineThatIsNoJson() {
    tables.log.start().commit("nonsense");
    assertUnavailable("cannot be read");
  }

  @Test
  void aLineThatIsTooLong() {
    tables.log.start().commit("{\"x\":\"" + "y".repeat(LineLogStream.LONGEST_LINE) + "\"}");
    assertUnavailable("a line of more than");
  }

  @Test
  void anActionWithoutAPath() {
    tables.log.start().commit("{\"add\":{\"partitionValues\":{\"MIC\":\"XLON\"}}}");
    assertUnavailable("an action without a path");
  }

  @Test
  void aCheckpointThatIsNoParquet() {
    tables.log.start().write("00000000000000000000.checkpoint.parquet", "nonsense");
    assertUnavailable("");
  }

  @Test
  void partitionColumnsThatTheSchemaLacks() {
    tables.log.commit(
        PROTOCOL,
        metadata("t", "MIC", "string", "{}")
            .replace("\"partitionColumns\":[\"MIC\"]", "\"partitionColumns\":[\"other\"]"));
    assertUnavailable("other");
  }

  @Test
  void aFailureIsNotReadAgainForEachRequestButForgottenSoon() throws Exception {
    assertUnavailable("there is no Delta log", IndexStatus.State.NEW);
    tables.store.reset();
    assertUnavailable("there is no Delta log", IndexStatus.State.NEW);
    assertEquals("0 LIST 0 GET 0 HEAD", tables.store.asked());
    tables.log.start().commit(add("a", "XLON"));
    tables.clock.advance(SharedIndex.BACK_OFF);
    assertEquals(VISIBLE, tables.look("a", "XLON"));
    assertEquals(2, tables.indexes.status(tables.table).loads());
  }

  @Test
  void whoWaitsTooLongIsTurnedAwayWhileTheLoadGoesOn(@TempDir Path directory) throws Exception {
    try (TableIndexesFixture slow = new TableIndexesFixture(directory, Duration.ofMillis(20))) {
      slow.log.start().commit(add("a", "XLON"));
      CountDownLatch hold = new CountDownLatch(1);
      slow.store.beforeList(() -> {
        try {
          hold.await();
        } catch (InterruptedException e) {
          throw new IllegalStateException(e);
        }
      });
      TableUnavailableException failure =
          assertThrows(TableUnavailableException.class, slow::index);
      assertTrue(String.valueOf(failure.getMessage()).contains("still being read"));
      assertEquals(IndexStatus.State.LOADING, slow.indexes.status(slow.table).state());
      hold.countDown();
      slow.indexes.warmUp(List.of(slow.table));
      while (slow.indexes.status(slow.table).state() == IndexStatus.State.LOADING) {
        Thread.onSpinWait();
      }
      assertEquals(VISIBLE, slow.look("a", "XLON"));
      assertEquals(1, slow.indexes.status(slow.table).loads());
    }
  }
}
