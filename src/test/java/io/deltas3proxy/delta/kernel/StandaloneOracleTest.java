package io.deltas3proxy.delta.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.delta.standalone.DeltaLog;
import io.delta.standalone.Snapshot;
import io.delta.standalone.actions.AddFile;
import io.deltas3proxy.delta.LoggedPath;
import io.deltas3proxy.delta.PartitionColumn;
import io.deltas3proxy.delta.PartitionFilter;
import io.deltas3proxy.delta.Table;
import io.deltas3proxy.delta.TableIndex;
import io.deltas3proxy.delta.TableIndex.Sight;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** An independent reader names the same files with the same values, where it can read a table. */
class StandaloneOracleTest {

  /** The tables that the oracle reads: protocol (1,2) and below. */
  static Stream<String> oldTables() throws IOException {
    List<String> names = new ArrayList<>();
    for (String name : WrittenTables.names().toList()) {
      JsonNode protocol = WrittenTables.expected(name).get("protocol");
      if (protocol.get("minReaderVersion").asInt() == 1
          && protocol.get("minWriterVersion").asInt() <= 2) {
        names.add(name);
      }
    }
    return names.stream();
  }

  @ParameterizedTest
  @MethodSource("oldTables")
  void bothReadersAgree(String name) throws Exception {
    Table table = WrittenTables.table(name);
    JsonNode expected = WrittenTables.expected(name);
    Snapshot snapshot =
        DeltaLog.forTable(new Configuration(), "file:/" + table.location().path()).snapshot();
    try (KernelTableIndexes indexes = WrittenTables.indexes()) {
      TableIndex index = indexes.get(table);
      assertEquals(snapshot.getVersion(), index.version());
      assertEquals(snapshot.getMetadata().getId(), index.tableId());
      assertEquals(
          snapshot.getMetadata().getPartitionColumns(),
          index.schema().columns().stream().map(PartitionColumn::name).toList());
      Set<String> active = new TreeSet<>();
      for (AddFile file : snapshot.getAllFiles()) {
        if (LoggedPath.read(file.getPath(), table.location())
            instanceof LoggedPath.Inside(String key)) {
          active.add(key);
          List<@Nullable String> tuple = tuple(index, file);
          assertEquals(
              Sight.VISIBLE,
              index.look(table.location().address(key), WrittenTables.only(index, tuple)),
              key);
        } else {
          assertTrue(expected.get("absolutePaths").asBoolean());
        }
      }
      assertNothingElse(active, expected, index, table);
    }
  }

  /**
   * Beside the oracle's active files the index knows those that left the table, which the oracle
   * does not name, and nothing else: a file is active for both or for neither.
   */
  private static void assertNothingElse(
      Set<String> active, JsonNode expected, TableIndex index, Table table) throws IOException {
    Set<String> listed = new TreeSet<>();
    expected.get("files").fieldNames().forEachRemaining(listed::add);
    listed.removeIf(key -> !WrittenTables.isInside(key));
    assertEquals(listed, active);
    Set<String> known = WrittenTables.keys(expected);
    assertTrue(known.containsAll(active));
    assertEquals(known.size(), index.objectCount());
    Set<String> others = WrittenTables.files(table.alias());
    others.removeAll(known);
    for (String key : others) {
      assertEquals(
          Sight.UNKNOWN, index.look(table.location().address(key), PartitionFilter.ALL), key);
    }
  }

  private static List<@Nullable String> tuple(TableIndex index, AddFile file) {
    List<@Nullable String> tuple = new ArrayList<>();
    for (PartitionColumn column : index.schema().columns()) {
      String value = file.getPartitionValues().get(column.name());
      tuple.add(value == null || value.isEmpty() ? null : value);
    }
    return tuple;
  }
}
