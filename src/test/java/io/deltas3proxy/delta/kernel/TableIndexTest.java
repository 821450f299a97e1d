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
import static io.deltas3proxy.testing.HandWrittenLog.deletionVector;
import static io.deltas3proxy.testing.HandWrittenLog.metadata;
import static io.deltas3proxy.testing.HandWrittenLog.metadataOf;
import static io.deltas3proxy.testing.HandWrittenLog.remove;
import static io.deltas3proxy.testing.HandWrittenLog.removeWith;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.deltas3proxy.delta.DeltaType;
import io.deltas3proxy.delta.PartitionFilter;
import io.deltas3proxy.delta.TableIndex;
import io.deltas3proxy.storage.ObjectAddress;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an index says of the files of a log that is read once. */
class TableIndexTest {

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
  void aFileIsJudgedByItsPartitionValuesNotByItsPath() throws Exception {
    tables.log.start().commit(add("MIC=XLON/a.parquet", "XPAR"), add("b.parquet", "XLON"));
    assertEquals(HIDDEN, tables.look("MIC=XLON/a.parquet", "XLON"));
    assertEquals(VISIBLE, tables.look("b.parquet", "XLON"));
    assertEquals(HIDDEN, tables.look("b.parquet"));
    assertEquals(UNKNOWN, tables.look("c.parquet", "XLON"));
    assertEquals(1, tables.index().version());
    assertEquals("table-1", tables.index().tableId());
    assertEquals(DeltaType.STRING, tables.index().schema().columns().getFirst().type());
  }

  @Test
  void aFileOfAnotherBucketOrBesideTheTableIsUnknown() throws Exception {
    tables.log.start().commit(add("a.parquet", "XLON"));
    ObjectAddress inside = tables.log.address("a.parquet");
    TableIndex index = tables.index();
    assertEquals(VISIBLE, index.look(inside, PartitionFilter.ALL));
    assertEquals(
        UNKNOWN, index.look(new ObjectAddress("other", inside.key()), PartitionFilter.ALL));
    assertEquals(UNKNOWN, index.look(new ObjectAddress("", "a.parquet"), PartitionFilter.ALL));
  }

  @Test
  void pathsAreDecodedOnceAndLeniently() throws Exception {
    tables
        .log
        .start()
        .commit(
            add("_2=bar+%252521/a", "XLON"),
            add("raw space/b", "XLON"),
            add("a:b/c", "XLON"),
            add("12:30:00/d", "XLON"),
            add("%E2%82%AC/e", "XLON"),
            add("bad%zz/f", "XLON"),
            add("bad%ff/g", "XLON"));
    assertEquals(VISIBLE, tables.look("_2=bar+%2521/a", "XLON"));
    assertEquals(UNKNOWN, tables.look("_2=bar+%252521/a", "XLON"));
    assertEquals(UNKNOWN, tables.look("_2=bar+%21/a", "XLON"));
    assertEquals(VISIBLE, tables.look("raw space/b", "XLON"));
    assertEquals(VISIBLE, tables.look("a:b/c", "XLON"));
    assertEquals(VISIBLE, tables.look("12:30:00/d", "XLON"));
    assertEquals(VISIBLE, tables.look("\u20ac/e", "XLON"));
    assertEquals(UNKNOWN, tables.look("bad%zz/f", "XLON"));
    assertEquals(UNKNOWN, tables.look("bad\ufffd/g", "XLON"));
  }

  @Test
  void absolutePathsCountOnlyInsideTheTable() throws Exception {
    String root = "/" + tables.table.location().path();
    tables
        .log
        .start()
        .commit(
            add("file://" + root + "/in%20side.parquet", "XLON"),
            add("file:" + root + "/b.parquet", "XLON"),
            add(root + "/c.parquet", "XLON"),
            add("file:" + root + "/../elsewhere/d.parquet", "XLON"),
            add("s3://bucket" + root + "/e.parquet", "XLON"),
            add("../f.parquet", "XLON"),
            add("x/../g.parquet", "XLON"),
            add("x/%2e%2e/h.parquet", "XLON"),
            add("file:/etc/passwd", "XLON"));
    assertEquals(VISIBLE, tables.look("in side.parquet", "XLON"));
    assertEquals(VISIBLE, tables.look("b.parquet", "XLON"));
    assertEquals(VISIBLE, tables.look("c.parquet", "XLON"));
    assertEquals(3, tables.index().objectCount());
    ObjectAddress secret = new ObjectAddress("", "etc/passwd");
    assertEquals(UNKNOWN, tables.index().look(secret, PartitionFilter.ALL));
  }

  @Test
  void aFileNamedTwiceWithOtherValuesIsForThoseWhoSeeAllOfThem() throws Exception {
    tables
        .log
        .start()
        .commit(add("a", "XLON"), add("b", "XLON"))
        .commit(add("a", "XPAR"))
        .commit(add("a", "XMIL"), add("b", "XLON"));
    assertEquals(HIDDEN, tables.look("a", "XLON"));
    assertEquals(HIDDEN, tables.look("a", "XLON", "XPAR"));
    assertEquals(VISIBLE, tables.look("a", "XLON", "XPAR", "XMIL"));
    assertEquals(VISIBLE, tables.look("b", "XLON"));
  }

  @Test
  void nullIsWrittenInThreeWays() throws Exception {
    tables
        .log
        .start()
        .commit(
            add("a", ""),
            add("b", "__HIVE_DEFAULT_PARTITION__"),
            addWith("c", "{\"MIC\":null}", ""));
    TableIndex index = tables.index();
    assertEquals(1, index.partitionCount());
    assertNull(index.partition(0).values().getFirst());
  }

  @Test
  void anActionWithoutItsPartitionIsNobodys() throws Exception {
    tables.log.start().commit(addWith("a", "{}", ""), addWith("b", "{\"other\":\"XLON\"}", ""));
    assertEquals(UNRESOLVED, tables.index().look(tables.log.address("a"), PartitionFilter.ALL));
    assertEquals(UNRESOLVED, tables.index().look(tables.log.address("b"), PartitionFilter.ALL));
  }

  @Test
  void removedFilesStayKnownUntilTheirRetentionPassed() throws Exception {
    tables
        .log
        .start()
        .commit(add("young", "XLON"), add("old", "XLON"), add("back", "XLON"))
        .commit(remove("young", daysAgo(6)), remove("old", daysAgo(8)), remove("back", daysAgo(8)))
        .commit(
            add("back", "XLON"),
            remove("stranger", daysAgo(1)),
            removeWith("told", daysAgo(1), ",\"partitionValues\":{\"MIC\":\"XPAR\"}"));
    assertEquals(VISIBLE, tables.look("young", "XLON"));
    assertEquals(UNKNOWN, tables.look("old", "XLON"));
    assertEquals(VISIBLE, tables.look("back", "XLON"));
    assertEquals(UNRESOLVED, tables.look("stranger", "XLON"));
    assertEquals(HIDDEN, tables.look("told", "XLON"));
    assertEquals(VISIBLE, tables.look("told", "XPAR"));
  }

  @Test
  void theTablesOwnRetentionHolds() throws Exception {
    String retention = "{\"delta.deletedFileRetentionDuration\":\"interval 30 days\"}";
    tables
        .log
        .commit(PROTOCOL, metadata("t", "MIC", "string", retention))
        .commit(add("a", "XLON"), add("b", "XLON"))
        .commit(remove("a", daysAgo(29)), remove("b", daysAgo(31)));
    assertEquals(VISIBLE, tables.look("a", "XLON"));
    assertEquals(UNKNOWN, tables.look("b", "XLON"));
  }

  @Test
  void aDeletionVectorFileIsForThoseWhoSeeAnyOfItsDataFiles() throws Exception {
    String root = "/" + tables.table.location().path();
    String features =
        "{\"protocol\":{\"minReaderVersion\":3,\"minWriterVersion\":7,"
            + "\"readerFeatures\":[\"deletionVectors\"],"
            + "\"writerFeatures\":[\"deletionVectors\"]}}";
    String xlon = "{\"MIC\":\"XLON\"}";
    String xpar = "{\"MIC\":\"XPAR\"}";
    tables
        .log
        .commit(features, metadata("t", "MIC", "string", "{}"))
        .commit(
            addWith("a", xlon, deletionVector("u", "ab^-aqEH.-t@S}K{vb[*k^")),
            addWith("b", xpar, deletionVector("u", "ab^-aqEH.-t@S}K{vb[*k^")),
            addWith("c", xpar, deletionVector("u", "^-aqEH.-t@S}K{vb[*k^")),
            addWith("d", xpar, deletionVector("p", "file:" + root + "/x/dv.bin")),
            addWith("e", xpar, deletionVector("p", "file:/elsewhere/dv.bin")),
            addWith("f", xpar, deletionVector("i", "wi5b=000010000siXQKl0rr91000f55c8Xg0@@D72l")));
    String name = "deletion_vector_d2c639aa-8816-431a-aaf6-d3fe2512ff61.bin";
    assertEquals(VISIBLE, tables.look("ab/" + name, "XLON"));
    assertEquals(VISIBLE, tables.look("ab/" + name, "XPAR"));
    assertEquals(HIDDEN, tables.look("ab/" + name, "XMIL"));
    assertEquals(HIDDEN, tables.look(name, "XLON"));
    assertEquals(VISIBLE, tables.look(name, "XPAR"));
    assertEquals(VISIBLE, tables.look("x/dv.bin", "XPAR"));
    assertEquals(9, tables.index().objectCount());
  }

  @Test
  void changeDataFilesAreJudgedLikeDataFiles() throws Exception {
    tables.log.start().commit(changeData("_change_data/MIC=XLON/a", "XLON"));
    assertEquals(VISIBLE, tables.look("_change_data/MIC=XLON/a", "XLON"));
    assertEquals(HIDDEN, tables.look("_change_data/MIC=XLON/a", "XPAR"));
  }

  @Test
  void directoriesAreSeenWhenAFileInThemIs() throws Exception {
    tables.log.start().commit(add("x/y/a", "XLON"), add("x/z/b", "XPAR"), add("c", "XMIL"));
    assertTrue(tables.directoryVisible("x/", "XLON"));
    assertTrue(tables.directoryVisible("x/", "XPAR"));
    assertFalse(tables.directoryVisible("x/", "XMIL"));
    assertTrue(tables.directoryVisible("x/y/", "XLON"));
    assertFalse(tables.directoryVisible("x/z/", "XLON"));
    assertFalse(tables.directoryVisible("q/", "XLON"));
  }

  @Test
  void partitionValuesAreReadByPhysicalName() throws Exception {
    String mapped =
        "{\"name\":\"MIC\",\"type\":\"string\",\"nullable\":true,\"metadata\":"
            + "{\"delta.columnMapping.id\":1,\"delta.columnMapping.physicalName\":\"col-7\"}}";
    tables
        .log
        .commit(
            "{\"protocol\":{\"minReaderVersion\":2,\"minWriterVersion\":5}}",
            metadataOf(
                "t",
                mapped,
                "\"MIC\"",
                "{\"delta.columnMapping.mode\":\"name\","
                    + "\"delta.columnMapping.maxColumnId\":\"1\"}"))
        .commit(addWith("Xy/a", "{\"col-7\":\"XLON\"}", ""));
    assertEquals(VISIBLE, tables.look("Xy/a", "XLON"));
    assertEquals("MIC", tables.index().schema().columns().getFirst().name());
    assertEquals("col-7", tables.index().schema().columns().getFirst().physicalName());
  }

  @Test
  void aTableWithoutPartitionsHasOne() throws Exception {
    tables
        .log
        .commit(
            PROTOCOL,
            metadataOf(
                "t",
                "{\"name\":\"x\",\"type\":\"long\",\"nullable\":true,\"metadata\":{}}",
                "",
                "{}"))
        .commit(addWith("a", "{}", ""));
    assertEquals(VISIBLE, tables.index().look(tables.log.address("a"), PartitionFilter.ALL));
    assertEquals(1, tables.index().partitionCount());
  }
}
