package io.deltas3proxy.delta.kernel;

import static io.deltas3proxy.testing.HandWrittenLog.add;
import static io.deltas3proxy.testing.HandWrittenLog.addWith;
import static io.deltas3proxy.testing.HandWrittenLog.deletionVector;
import static io.deltas3proxy.testing.HandWrittenLog.remove;
import static io.deltas3proxy.testing.HandWrittenLog.removeWith;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.deltas3proxy.delta.Table;
import io.deltas3proxy.delta.TableIndex;
import io.deltas3proxy.delta.TableTotals;
import io.deltas3proxy.delta.TableUnavailableException;
import io.deltas3proxy.testing.KernelTableWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Files and bytes of partitions, against the lists that Delta Spark gave and hand-written logs. */
class TableContentsTest {

  private record Counted(long files, long bytes) {
    Counted plus(long size) {
      return new Counted(files + 1, bytes + size);
    }
  }

  private final KernelTableContents contents = new KernelTableContents(Duration.ofMinutes(1));

  @TempDir Path directory;

  @AfterEach
  void close() {
    contents.close();
  }

  static Stream<String> tables() throws IOException {
    return WrittenTables.names();
  }

  @ParameterizedTest
  @MethodSource("tables")
  void totalsAreThoseOfTheFilesThatSparkListed(String name) throws Exception {
    Table table = WrittenTables.table(name);
    JsonNode expected = WrittenTables.expected(name);
    try (KernelTableIndexes indexes = WrittenTables.indexes()) {
      TableIndex index = indexes.get(table);
      Map<List<@Nullable String>, Counted> listed = new HashMap<>();
      long outside = 0;
      for (Map.Entry<String, JsonNode> file : expected.get("files").properties()) {
        if (!WrittenTables.isInside(file.getKey())) {
          outside++;
          continue;
        }
        List<@Nullable String> tuple = WrittenTables.tuple(index, file.getValue());
        long size = Files.size(WrittenTables.ROOT.resolve(name).resolve(file.getKey()));
        listed.put(tuple, listed.getOrDefault(tuple, new Counted(0, 0)).plus(size));
      }
      TableTotals totals = contents.partitionTotals(table, index);
      assertEquals(expected.get("version").asLong(), totals.version());
      assertEquals(expected.get("tableId").asText(), totals.tableId());
      assertEquals(index.schema(), totals.schema());
      assertEquals(listed, counted(totals));
      assertEquals(outside, totals.unresolved());
    }
  }

  @Test
  void filesOfCommitsAndOfACheckpointCountOnce() throws Exception {
    new KernelTableWriter(directory)
        .create(Map.of())
        .append("XLON", 1L)
        .append("XPAR", 2L)
        .checkpoint()
        .append("XLON", 3L);
    try (TableIndexesFixture tables = new TableIndexesFixture(directory)) {
      Map<List<@Nullable String>, Counted> counted =
          counted(contents.partitionTotals(tables.table, tables.index()));
      assertEquals(2, counted.getOrDefault(List.of("XLON"), new Counted(0, 0)).files());
      assertEquals(1, counted.getOrDefault(List.of("XPAR"), new Counted(0, 0)).files());
    }
  }

  @Test
  void aFileThatIsRemovedAndAddedAgainWithADeletionVectorCountsOnce() throws Exception {
    try (TableIndexesFixture tables = new TableIndexesFixture(directory)) {
      String partition = "{\"MIC\":\"XLON\"}";
      String first = deletionVector("u", "vBn[lx{q8@P<9BNH/isA");
      String second = deletionVector("u", "vBn[lx{q8@P<9BNH/isB");
      tables
          .log
          .start()
          .commit(add("a.parquet", "XLON"), add("b.parquet", "XLON"), add("c.parquet", "XPAR"))
          .commit(remove("a.parquet", 1), addWith("a.parquet", partition, first))
          .commit(removeWith("a.parquet", 2, first), addWith("a.parquet", partition, second))
          .commit(remove("b.parquet", 3));
      assertEquals(
          Map.of(List.of("XLON"), new Counted(1, 1), List.of("XPAR"), new Counted(1, 1)),
          counted(contents.partitionTotals(tables.table, tables.index())));
    }
  }

  @Test
  void aFileWithoutItsPartitionIsNobodys() throws Exception {
    try (TableIndexesFixture tables = new TableIndexesFixture(directory)) {
      tables
          .log
          .start()
          .commit(addWith("a.parquet", "{}", ""), add("../elsewhere.parquet", "XLON"));
      TableTotals totals = contents.partitionTotals(tables.table, tables.index());
      assertEquals(2, totals.unresolved());
      assertEquals(List.of(), totals.partitions());
    }
  }

  @Test
  void whatWasCountedIsGivenAgainUntilTheTableChanges() throws Exception {
    try (TableIndexesFixture tables = new TableIndexesFixture(directory)) {
      tables.log.start().commit(add("a.parquet", "XLON"));
      TableTotals first = contents.partitionTotals(tables.table, tables.index());
      assertSame(first, contents.partitionTotals(tables.table, tables.index()));
      tables.log.commit(add("b.parquet", "XLON"));
      TableTotals second = contents.partitionTotals(tables.table, tables.refreshed());
      assertNotSame(first, second);
      assertEquals(Map.of(List.of("XLON"), new Counted(2, 2)), counted(second));
    }
  }

  @Test
  void aLogThatCannotBeReadCountsNothing() throws Exception {
    try (TableIndexesFixture tables = new TableIndexesFixture(directory)) {
      tables.log.start().commit(add("a.parquet", "XLON"));
      TableIndex index = tables.index();
      tables.log.commit("this is not a commit");
      TableUnavailableException e =
          assertThrows(
              TableUnavailableException.class, () -> contents.partitionTotals(tables.table, index));
      assertTrue(String.valueOf(e.getMessage()).startsWith("table t: "), e.getMessage());
    }
  }

  @Test
  void aCountThatTakesTooLongIsGivenUp() throws Exception {
    try (TableIndexesFixture tables = new TableIndexesFixture(directory);
        KernelTableContents impatient = new KernelTableContents(Duration.ZERO)) {
      tables.log.start().commit(add("a.parquet", "XLON"));
      TableIndex index = tables.index();
      assertThrows(
          TableUnavailableException.class, () -> impatient.partitionTotals(tables.table, index));
    }
  }

  private static Map<List<@Nullable String>, Counted> counted(TableTotals totals) {
    Map<List<@Nullable String>, Counted> counted = new HashMap<>();
    totals
        .partitions()
        .forEach(partition ->
            counted.put(
                partition.values().values(), new Counted(partition.files(), partition.bytes())));
    return counted;
  }
}
