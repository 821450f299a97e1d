package io.deltas3proxy.delta.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.deltas3proxy.delta.DeltaType;
import io.deltas3proxy.delta.PartitionColumn;
import io.deltas3proxy.delta.PartitionFilter;
import io.deltas3proxy.delta.Table;
import io.deltas3proxy.delta.TableIndex;
import io.deltas3proxy.delta.TableIndex.Sight;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every table that Delta Spark wrote is understood as Delta Spark does, with nothing added. */
class GoldenTablesTest {

  @ParameterizedTest
  @MethodSource("io.deltas3proxy.delta.kernel.WrittenTables#names")
  void theIndexSaysWhatSparkSays(String name) throws Exception {
    Table table = WrittenTables.table(name);
    try (KernelTableIndexes indexes = WrittenTables.indexes()) {
      new Golden(indexes.get(table), table).check(WrittenTables.expected(name));
    }
  }

  /** One table with its index. */
  private record Golden(TableIndex index, Table table) {

    void check(JsonNode expected) throws IOException {
      assertEquals(expected.get("tableId").asText(), index.tableId());
      assertEquals(expected.get("version").asLong(), index.version());
      assertColumns(expected.get("partitionColumns"));
      assertFiles(expected.get("files"));
      assertFiles(expected.get("changeFiles"));
      assertFiles(expected.get("removedFiles"));
      assertVectors(expected.get("deletionVectors"));
      assertVectors(expected.get("removedDeletionVectors"));
      assertOlderVersions(expected.get("versions"));
      assertNothingElse(WrittenTables.keys(expected));
    }

    /** Files beside the named ones, of the disk or made up of named ones, are of no table. */
    private void assertNothingElse(Set<String> named) throws IOException {
      assertEquals(named.size(), index.objectCount());
      Set<String> others = new TreeSet<>(WrittenTables.files(table.alias()));
      for (String key : named) {
        others.add(key + "x");
        others.add(key.substring(0, key.length() - 1));
        others.add("x" + key);
        others.add(key.substring(key.lastIndexOf('/') + 1));
        others.add("_change_data/" + key);
      }
      others.removeAll(named);
      for (String key : others) {
        assertEquals(Sight.UNKNOWN, look(key, PartitionFilter.ALL), key);
      }
    }

    private void assertColumns(JsonNode columns) {
      assertEquals(columns.size(), index.schema().columns().size());
      for (int i = 0; i < columns.size(); i++) {
        PartitionColumn column = index.schema().columns().get(i);
        assertEquals(columns.get(i).get("name").asText(), column.name());
        assertEquals(columns.get(i).get("physicalName").asText(), column.physicalName());
        String type = columns.get(i).get("type").asText().replaceFirst("\\(.*", "");
        assertEquals(DeltaType.valueOf(type.toUpperCase(Locale.ROOT)), column.type());
      }
    }

    private void assertFiles(JsonNode files) {
      for (Map.Entry<String, JsonNode> file : files.properties()) {
        if (!WrittenTables.isInside(file.getKey())) {
          continue;
        }
        List<@Nullable String> tuple = WrittenTables.tuple(index, file.getValue());
        if (tuple == null) {
          // From before the table got its partition columns.
          assertEquals(Sight.UNRESOLVED, look(file.getKey(), PartitionFilter.ALL), file.getKey());
          continue;
        }
        PartitionFilter owner = WrittenTables.only(index, tuple);
        assertEquals(Sight.VISIBLE, look(file.getKey(), owner), file.getKey());
        assertEquals(Sight.HIDDEN, look(file.getKey(), id -> !owner.sees(id)), file.getKey());
        assertDirectories(file.getKey(), owner);
      }
    }

    private void assertDirectories(String key, PartitionFilter owner) {
      for (int slash = key.indexOf('/'); slash >= 0; slash = key.indexOf('/', slash + 1)) {
        String directory = key.substring(0, slash + 1);
        assertTrue(index.directoryVisible(directory, owner), directory);
      }
    }

    /** Older versions may refer to the same file for other partitions, which are not listed. */
    private void assertVectors(JsonNode vectors) {
      for (Map.Entry<String, JsonNode> vector : vectors.properties()) {
        String key = vector.getKey();
        if (WrittenTables.isInside(key)) {
          assertEquals(Sight.HIDDEN, look(key, id -> false), key);
          for (JsonNode values : vector.getValue()) {
            List<@Nullable String> tuple = WrittenTables.tuple(index, values);
            if (tuple != null) {
              assertEquals(Sight.VISIBLE, look(key, WrittenTables.only(index, tuple)), key);
            }
          }
        }
      }
    }

    /** Whoever reads an older version finds its files known. */
    private void assertOlderVersions(JsonNode versions) {
      for (JsonNode files : versions) {
        for (JsonNode file : files) {
          if (WrittenTables.isInside(file.asText())) {
            assertNotEquals(Sight.UNKNOWN, look(file.asText(), PartitionFilter.ALL), file.asText());
          }
        }
      }
    }

    private Sight look(String key, PartitionFilter filter) {
      return index.look(table.location().address(key), filter);
    }
  }
}
