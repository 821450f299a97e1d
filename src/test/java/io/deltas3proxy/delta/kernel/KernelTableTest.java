package io.deltas3proxy.delta.kernel;

import static io.deltas3proxy.delta.TableIndex.Sight.HIDDEN;
import static io.deltas3proxy.delta.TableIndex.Sight.UNRESOLVED;
import static io.deltas3proxy.delta.TableIndex.Sight.VISIBLE;
import static io.deltas3proxy.delta.kernel.TableIndexesFixture.daysAgo;
import static io.deltas3proxy.testing.HandWrittenLog.addWith;
import static io.deltas3proxy.testing.HandWrittenLog.changeData;
import static io.deltas3proxy.testing.HandWrittenLog.remove;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.deltas3proxy.delta.PartitionColumn;
import io.deltas3proxy.testing.KernelTableWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tables that Delta Kernel wrote, with checkpoints. */
class KernelTableTest {

  private Path root;
  private KernelTableWriter writer;
  private TableIndexesFixture tables;

  @BeforeEach
  void open(@TempDir Path directory) {
    root = directory;
    writer = new KernelTableWriter(directory);
    tables = new TableIndexesFixture(directory);
  }

  @AfterEach
  void close() {
    tables.close();
  }

  private List<String> dataFiles() throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      return files
          .map(file -> root.relativize(file).toString())
          .filter(name -> name.endsWith(".parquet") && !name.startsWith("_delta_log"))
          .sorted()
          .toList();
    }
  }

  private void assertOnlyOwnersSee(List<String> files) throws Exception {
    for (String file : files) {
      String owner = file.contains("XLON") ? "XLON" : "XPAR";
      String other = file.contains("XLON") ? "XPAR" : "XLON";
      assertEquals(VISIBLE, tables.look(file, owner), file);
      assertEquals(HIDDEN, tables.look(file, other), file);
    }
  }

  @Test
  void filesOfCheckpointAndLaterCommitsAreKnown() throws Exception {
    writer.create(Map.of()).append("XLON", 1L, 2L).append("XPAR", 3L).checkpoint();
    writer.append("XLON", 4L);
    List<String> files = dataFiles();
    assertEquals(3, files.size());
    assertOnlyOwnersSee(files);
    assertEquals(3, tables.index().version());
    assertEquals(3, tables.index().objectCount());
    assertTrue(tables.directoryVisible("MIC=XLON/", "XLON"));
    assertEquals(false, tables.directoryVisible("MIC=XPAR/", "XLON"));
  }

  @Test
  void theCheckpointAloneIsEnough() throws Exception {
    writer.create(Map.of()).append("XLON", 1L).append("XPAR", 3L).checkpoint();
    tables.log.delete("00000000000000000000.json");
    tables.log.delete("00000000000000000001.json");
    assertOnlyOwnersSee(dataFiles());
    assertEquals(2, tables.index().objectCount());
  }

  @Test
  void columnMappingMapsPhysicalNames() throws Exception {
    writer.create(Map.of("delta.columnMapping.mode", "name"));
    PartitionColumn column = tables.index().schema().columns().getFirst();
    assertTrue(column.physicalName().startsWith("col-"));
    assertEquals("MIC", column.name());
    String partition = "{\"" + column.physicalName() + "\":\"XLON\"}";
    tables.log.skipTo(1).commit(addWith("Xy/a", partition, ""));
    writer.checkpoint();
    tables.log.delete("00000000000000000000.json");
    assertEquals(VISIBLE, tables.look(tables.refreshed(), "Xy/a", "XLON"));
    assertEquals(2, tables.indexes.status(tables.table).loads());
  }

  @Test
  void commitsBeforeTheCheckpointTellOfChangeDataAndRemovedFiles() throws Exception {
    writer.create(Map.of()).append("XLON", 1L).append("XPAR", 3L);
    List<String> files = dataFiles();
    String removed = files.stream().filter(file -> file.contains("XPAR")).findFirst().orElseThrow();
    tables
        .log
        .skipTo(3)
        .commit(
            changeData("_change_data/MIC=XPAR/c", "XPAR"),
            remove(removed, daysAgo(1)),
            remove("stranger", daysAgo(1)));
    writer.checkpoint();
    assertOnlyOwnersSee(files);
    assertEquals(VISIBLE, tables.look("_change_data/MIC=XPAR/c", "XPAR"));
    assertEquals(UNRESOLVED, tables.look("stranger", "XPAR"));
  }

  @Test
  void anIndexFollowsAcrossACheckpoint() throws Exception {
    writer.create(Map.of()).append("XLON", 1L);
    assertOnlyOwnersSee(dataFiles());
    writer.append("XPAR", 2L).checkpoint().append("XLON", 3L);
    tables.store.reset();
    assertEquals(3, tables.refreshed().version());
    assertEquals("1 LIST 2 GET 0 HEAD", tables.store.asked());
    assertOnlyOwnersSee(dataFiles());
  }
}
