package io.deltas3proxy.delta.kernel;

import static io.deltas3proxy.testing.HandWrittenLog.PROTOCOL;
import static io.deltas3proxy.testing.HandWrittenLog.add;
import static io.deltas3proxy.testing.HandWrittenLog.metadata;
import static io.deltas3proxy.testing.HandWrittenLog.metadataOf;
import static io.deltas3proxy.testing.HandWrittenLog.removeWith;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.delta.kernel.TableManager;
import io.delta.kernel.data.ColumnVector;
import io.delta.kernel.data.ColumnarBatch;
import io.delta.kernel.data.FilteredColumnarBatch;
import io.delta.kernel.data.Row;
import io.delta.kernel.defaults.engine.DefaultEngine;
import io.delta.kernel.defaults.internal.data.DefaultColumnarBatch;
import io.delta.kernel.defaults.internal.data.DefaultRowBasedColumnarBatch;
import io.delta.kernel.engine.Engine;
import io.delta.kernel.internal.actions.Metadata;
import io.delta.kernel.internal.actions.Protocol;
import io.delta.kernel.internal.data.GenericRow;
import io.delta.kernel.internal.util.Utils;
import io.delta.kernel.internal.util.VectorUtils;
import io.delta.kernel.types.BooleanType;
import io.delta.kernel.types.DataType;
import io.delta.kernel.types.DateType;
import io.delta.kernel.types.DecimalType;
import io.delta.kernel.types.DoubleType;
import io.delta.kernel.types.LongType;
import io.delta.kernel.types.MapType;
import io.delta.kernel.types.StringType;
import io.delta.kernel.types.StructType;
import io.delta.kernel.types.TimestampNTZType;
import io.delta.kernel.types.TimestampType;
import io.deltas3proxy.delta.PartitionPolicy;
import io.deltas3proxy.delta.Table;
import io.deltas3proxy.delta.TableUnavailableException;
import io.deltas3proxy.storage.ListedObject;
import io.deltas3proxy.storage.ListingRequest;
import io.deltas3proxy.testing.KernelState;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What goes from a checkpoint into one of a view. */
class KernelCheckpointWriterTest {

  private static final String NAME = "_delta_log/00000000000000000001.checkpoint.parquet";

  private final Engine engine = DefaultEngine.create(new Configuration());
  private Path root;
  private TableIndexesFixture tables;

  @TempDir private Path scratch;

  @BeforeEach
  void open(@TempDir Path directory) {
    root = directory;
    tables = new TableIndexesFixture(directory);
  }

  @AfterEach
  void close() {
    tables.close();
  }

  private PartitionPolicy xlon() throws Exception {
    return new PartitionPolicy(
        "xlon", tables.index().schema(), values -> "XLON".equals(values.values().getFirst()));
  }

  /** Writes a checkpoint of version 1 and lets only that version be there. */
  private void checkpoint() throws Exception {
    TableManager.loadSnapshot(root.toUri().toString()).build(engine).writeCheckpoint(engine);
    tables.log.delete("00000000000000000000.json");
  }

  /** The checkpoint of a view, in a log with the commit of its version. */
  private KernelState written() throws Exception {
    Path log = Files.createDirectories(scratch.resolve("view/_delta_log"));
    write(scratch.resolve("view").resolve(NAME));
    Files.writeString(log.resolve("00000000000000000001.json"), "{\"commitInfo\":{}}\n");
    return KernelState.read(scratch.resolve("view"), -1);
  }

  private long write(Path target) throws Exception {
    Table table = tables.table;
    String key = table.location().address(NAME).key();
    List<ListedObject> files =
        table.location().store().list(new ListingRequest("", key, null, null, 10)).objects();
    assertEquals(1, files.size());
    return new KernelCheckpointWriter().write(table, files, xlon(), target);
  }

  @SuppressWarnings("unchecked") // Maps of our making.
  private static Map<String, @Nullable Object> action(KernelState state, String name) {
    return state.actions().stream()
        .filter(action -> action.containsKey(name))
        .map(action -> (Map<String, @Nullable Object>) action.get(name))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void whatIsAboutTheTableGoesAlong() throws Exception {
    tables
        .log
        .commit(
            "{\"protocol\":{\"minReaderVersion\":1,\"minWriterVersion\":7,"
                + "\"writerFeatures\":[\"domainMetadata\"]}}",
            metadata(
                "t",
                "MIC",
                "string",
                "{\"delta.appendOnly\":\"false\",\"numFiles\":\"77\","
                    + "\"delta.universalFormat.enabledFormats\":\"\"}"))
        .commit(
            add("a", "XLON"),
            add("b", "XPAR"),
            removeWith("c", 1, ",\"partitionValues\":{\"MIC\":\"XLON\"}"),
            "{\"txn\":{\"appId\":\"app\",\"version\":7,\"lastUpdated\":8}}",
            "{\"domainMetadata\":{\"domain\":\"d\",\"configuration\":\"{}\",\"removed\":false}}");
    checkpoint();
    KernelState state = written();
    assertEquals("{appId=app, lastUpdated=8, version=7}", action(state, "txn").toString());
    assertEquals("d", action(state, "domainMetadata").get("domain"));
    assertEquals(
        "{delta.appendOnly=false}", String.valueOf(action(state, "metaData").get("configuration")));
    assertEquals(
        "[domainMetadata]", String.valueOf(action(state, "protocol").get("writerFeatures")));
    assertNull(action(state, "protocol").get("readerFeatures"));
    assertEquals(1, state.additions().size());
    assertEquals("a", state.additions().getFirst().get("path"));
    String text = KernelState.checkpointText(scratch.resolve("view").resolve(NAME));
    assertEquals(5, text.lines().count());
    assertFalse(text.contains("XPAR"));
    assertFalse(text.contains("77"));
  }

  @Test
  void highWaterMarksOfIdentityColumnsStayBehind() throws Exception {
    String field = "{\"name\":\"%s\",\"type\":\"%s\",\"nullable\":true,\"metadata\":{%s}}";
    String identity =
        "\"delta.identity.start\":1,\"delta.identity.step\":1,"
            + "\"delta.identity.allowExplicitInsert\":false,"
            + "\"delta.identity.highWaterMark\":123456";
    tables
        .log
        .commit(
            PROTOCOL,
            metadataOf(
                "t",
                String.format(field, "id", "long", identity)
                    + ","
                    + String.format(field, "MIC", "string", ""),
                "\"MIC\"",
                "{}"))
        .commit(add("a", "XLON"));
    checkpoint();
    String schema = String.valueOf(action(written(), "metaData").get("schemaString"));
    assertFalse(schema.contains("123456"), schema);
    assertTrue(schema.contains("delta.identity.start"), schema);
  }

  @Test
  void theSameCheckpointGivesTheSameBytes() throws Exception {
    tables.log.start().commit(add("a", "XLON"), add("b", "XPAR"), add("c", "XLON"));
    checkpoint();
    assertEquals(4, write(scratch.resolve("one")));
    assertEquals(4, write(scratch.resolve("other")));
    assertArrayEquals(
        Files.readAllBytes(scratch.resolve("one")), Files.readAllBytes(scratch.resolve("other")));
  }

  @Test
  void anAbsolutePathIsNotGivenAndNoMatterElsewhere() throws Exception {
    tables.log.start().commit(add("file:/elsewhere/a", "XPAR"), add("c", "XLON"));
    checkpoint();
    assertEquals(3, write(scratch.resolve("one")));
    tables.log.skipTo(2).commit(add("file:/elsewhere/b", "XLON"));
    TableManager.loadSnapshot(root.toUri().toString()).build(engine).writeCheckpoint(engine);
    Files.move(
        root.resolve("_delta_log/00000000000000000002.checkpoint.parquet"),
        root.resolve(NAME),
        StandardCopyOption.REPLACE_EXISTING);
    assertThrows(TableUnavailableException.class, () -> write(scratch.resolve("two")));
  }

  @Test
  void aCheckpointThatChangedSinceItWasListedIsNotRead() throws Exception {
    tables.log.start().commit(add("a", "XLON"));
    checkpoint();
    String key = tables.table.location().address(NAME).key();
    ListedObject listed =
        new ListedObject(
            key, Files.size(root.resolve(NAME)), "\"other\"", Instant.EPOCH, "STANDARD");
    assertThrows(
        TableUnavailableException.class,
        () ->
            new KernelCheckpointWriter()
                .write(tables.table, List.of(listed), xlon(), scratch.resolve("one")));
    Files.write(root.resolve(NAME), new byte[] {'P', 'A', 'R', '1'});
    assertThrows(TableUnavailableException.class, () -> write(scratch.resolve("two")));
  }

  @Test
  void statisticsThatAreColumnsBecomeText() throws Exception {
    String field = "{\"name\":\"%s\",\"type\":\"%s\",\"nullable\":true,\"metadata\":{}}";
    StringBuilder fields = new StringBuilder(String.format(field, "MIC", "string"));
    StructType bounds = new StructType();
    Map<Integer, ColumnVector> values = new HashMap<>();
    int column = 0;
    for (Map.Entry<String, Object> bound : bounds().entrySet()) {
      fields
          .append(',')
          .append(
              String.format(field, "c_" + bound.getKey().replaceAll("\\W", ""), bound.getKey()));
      bounds = bounds.add("c_" + bound.getKey().replaceAll("\\W", ""), type(bound.getKey()));
      values.put(column++, new Value(type(bound.getKey()), bound.getValue()));
    }
    tables
        .log
        .commit(PROTOCOL, metadataOf("t", fields.toString(), "\"MIC\"", "{}"))
        .commit(add("a", "XLON"));
    StructType counts = new StructType().add("c_long", LongType.LONG);
    StructType statistics =
        new StructType()
            .add("numRecords", LongType.LONG)
            .add("minValues", bounds)
            .add("nullCount", counts);
    Row parsed =
        new GenericRow(
            statistics,
            Map.of(
                0, 3L,
                1, new GenericRow(bounds, Map.of()),
                2, new GenericRow(counts, Map.of(0, 1L))));
    writeUpstream(statistics, parsed, values);
    tables.log.delete("00000000000000000000.json");
    assertEquals(
        "{\"numRecords\":3,\"minValues\":{\"c_date\":\"2026-02-03\",\"c_decimal72\":12345.67,"
            + "\"c_double\":1.5,\"c_long\":7,\"c_string\":\"a \\\"b\\\" \u20ac\","
            + "\"c_timestamp\":\"2026-02-03T04:05:06.123456Z\","
            + "\"c_timestamp_ntz\":\"2026-02-03T04:05:06.000001\"},"
            + "\"nullCount\":{\"c_long\":1}}",
        written().additions().getFirst().get("stats"));
  }

  private static Map<String, Object> bounds() {
    Map<String, Object> bounds = new TreeMap<>();
    long second = Instant.parse("2026-02-03T04:05:06Z").getEpochSecond();
    bounds.put("date", (int) LocalDate.parse("2026-02-03").toEpochDay());
    bounds.put("decimal(7,2)", new BigDecimal("12345.67"));
    bounds.put("double", 1.5d);
    bounds.put("long", 7L);
    bounds.put("string", "a \"b\" \u20ac");
    bounds.put("timestamp", second * 1_000_000 + 123_456);
    bounds.put("timestamp_ntz", second * 1_000_000 + 1);
    return bounds;
  }

  private static DataType type(String name) {
    return switch (name) {
      case "date" -> DateType.DATE;
      case "decimal(7,2)" -> new DecimalType(7, 2);
      case "double" -> DoubleType.DOUBLE;
      case "long" -> LongType.LONG;
      case "string" -> StringType.STRING;
      case "timestamp" -> TimestampType.TIMESTAMP;
      case "timestamp_ntz" -> TimestampNTZType.TIMESTAMP_NTZ;
      default -> throw new IllegalArgumentException(name);
    };
  }

  /** Writes a checkpoint that has no statistics as text, as some writers are told to. */
  private void writeUpstream(StructType statistics, Row parsed, Map<Integer, ColumnVector> bounds)
      throws IOException {
    StructType add =
        new StructType()
            .add("path", StringType.STRING)
            .add("partitionValues", new MapType(StringType.STRING, StringType.STRING, true))
            .add("size", LongType.LONG)
            .add("modificationTime", LongType.LONG)
            .add("dataChange", BooleanType.BOOLEAN)
            .add("stats_parsed", statistics);
    StructType schema =
        new StructType()
            .add("add", add)
            .add("metaData", Metadata.FULL_SCHEMA)
            .add("protocol", Protocol.FULL_SCHEMA);
    Row file =
        new GenericRow(
            add,
            Map.of(
                0,
                "a",
                1,
                VectorUtils.stringStringMapValue(Map.of("MIC", "XLON")),
                2,
                1L,
                3,
                1L,
                4,
                false,
                5,
                parsed));
    var snapshot = TableManager.loadSnapshot(root.toUri().toString()).build(engine);
    List<Row> rows =
        List.of(
            new GenericRow(schema, Map.of(0, file)),
            new GenericRow(schema, Map.of(1, snapshot.getMetadata().toRow())),
            new GenericRow(schema, Map.of(2, snapshot.getProtocol().toRow())));
    ColumnarBatch batch = new DefaultRowBasedColumnarBatch(schema, rows);
    ColumnVector adds = batch.getColumnVector(0);
    ColumnVector columns = adds.getChild(5);
    ColumnVector least = columns.getChild(1);
    ColumnVector withBounds =
        DerivedVector.struct(
            statistics,
            columns,
            Map.of(1, DerivedVector.struct(least.getDataType(), least, bounds)));
    ColumnVector[] vectors = {
      DerivedVector.struct(add, adds, Map.of(5, withBounds)),
      batch.getColumnVector(1),
      batch.getColumnVector(2)
    };
    engine
        .getParquetHandler()
        .writeParquetFileAtomically(
            root.resolve(NAME).toUri().toString(),
            Utils.singletonCloseableIterator(
                new FilteredColumnarBatch(
                    new DefaultColumnarBatch(rows.size(), schema, vectors), Optional.empty())));
  }

  /** A column that has the same value in all rows. */
  private record Value(DataType getDataType, Object value) implements ColumnVector {
    @Override
    public int getSize() {
      return 3;
    }

    @Override
    public boolean isNullAt(int row) {
      return false;
    }

    @Override
    public int getInt(int row) {
      return (Integer) value;
    }

    @Override
    public long getLong(int row) {
      return (Long) value;
    }

    @Override
    public double getDouble(int row) {
      return (Double) value;
    }

    @Override
    public String getString(int row) {
      return (String) value;
    }

    @Override
    public BigDecimal getDecimal(int row) {
      return (BigDecimal) value;
    }

    @Override
    public void close() {
      // Nothing is held.
    }
  }
}
