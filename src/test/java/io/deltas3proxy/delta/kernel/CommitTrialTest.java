package io.deltas3proxy.delta.kernel;

import static io.deltas3proxy.testing.HandWrittenLog.metadataOf;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.deltas3proxy.delta.action.MalformedCommitException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Commits after which some reader could not go on are found out before they are stored. */
class CommitTrialTest {

  static final String INFO =
      "{\"commitInfo\":{\"timestamp\":1780000000000,\"operation\":\"WRITE\","
          + "\"operationParameters\":{\"mode\":\"Append\",\"limit\":5},\"isBlindAppend\":true}}";
  static final String ADD =
      "{\"add\":{\"path\":\"MIC=XLON/a%20b.parquet\",\"partitionValues\":{\"MIC\":\"XLON\","
          + "\"n\":\"7\",\"day\":\"2026-01-31\"},\"size\":10,\"modificationTime\":1780000000000,"
          + "\"dataChange\":true,\"tags\":{\"k\":\"v\"},\"stats\":\"{\\\"numRecords\\\":2,"
          + "\\\"minValues\\\":{\\\"x\\\":1},\\\"maxValues\\\":{\\\"x\\\":9},"
          + "\\\"nullCount\\\":{\\\"x\\\":0}}\"}}";
  private static final String REMOVE =
      "{\"remove\":{\"path\":\"old.parquet\",\"deletionTimestamp\":1780000000000,"
          + "\"dataChange\":true}}";
  private static final String VECTOR =
      "\"deletionVector\":{\"storageType\":\"u\",\"pathOrInlineDv\":\"ab^-aqEH.-t@S}K{vb[*k^\","
          + "\"offset\":1,\"sizeInBytes\":40,\"cardinality\":2},";
  private static final String FIELD =
      "{\"name\":\"%s\",\"type\":\"%s\",\"nullable\":true,\"metadata\":{}}";
  private static final String COLUMNS =
      FIELD.formatted("x", "long")
          + ","
          + FIELD.formatted("MIC", "string")
          + ","
          + FIELD.formatted("n", "integer")
          + ","
          + FIELD.formatted("day", "date");
  private static final String PARTITION = "\"MIC\",\"n\",\"day\"";
  private static final String VECTORS = protocol("[\"deletionVectors\"]", "[\"deletionVectors\"]");

  @TempDir private Path directory;
  private TrialTables table;

  @BeforeEach
  void open() {
    table = new TrialTables(directory);
  }

  @AfterEach
  void close() {
    table.close();
  }

  private static String protocol(String readerFeatures, String writerFeatures) {
    return "{\"protocol\":{\"minReaderVersion\":3,\"minWriterVersion\":7,\"readerFeatures\":"
        + readerFeatures
        + ",\"writerFeatures\":"
        + writerFeatures
        + "}}";
  }

  private static String metadata(String configuration) {
    return metadataOf("table-1", COLUMNS, PARTITION, configuration);
  }

  private void start(String protocol, String configuration) throws IOException {
    table.commit(0, List.of(INFO, protocol, metadata(configuration), ADD.replace("a%20b", "old")));
  }

  private void accepts(long version, String... lines) throws Exception {
    List<String> commit = Arrays.asList(lines);
    assertDoesNotThrow(() -> table.tryOut(version, commit), () -> commit.toString());
    table.commit(version, commit);
    table.requireReadable(version);
    table.forget(version);
  }

  private void refuses(String reason, String... lines) {
    MalformedCommitException refusal =
        assertThrows(
            MalformedCommitException.class,
            () -> table.tryOut(1, Arrays.asList(lines)),
            () -> Arrays.toString(lines));
    assertTrue(String.valueOf(refusal.getMessage()).contains(reason), () -> refusal.getMessage());
  }

  @Test
  void soundCommitsPass() throws Exception {
    start(VECTORS, "{}");
    accepts(1, INFO, ADD);
    accepts(1, ADD, REMOVE, INFO);
    accepts(1, INFO, ADD.replace("\"7\"", "null").replace("\"XLON\"", "\"\""));
    accepts(1, INFO, ADD.replace("\"size\"", VECTOR + "\"size\""));
    accepts(1, INFO, ADD.replaceAll("\"stats\":.*\"}}", "\"stats\":null}}"));
    accepts(1, INFO, ADD.replace("\"tags\"", "\"later\":[{\"a\":1e40}],\"tags\""));
    accepts(
        1,
        INFO,
        "{\"txn\":{\"appId\":\"a\",\"version\":1,\"lastUpdated\":1}}",
        "{\"txn\":{\"appId\":\"b\",\"version\":1}}");
  }

  @Test
  void fieldsThatReadersNeedAreThereAndOfTheirTypes() throws IOException {
    start(VECTORS, "{}");
    for (String field : List.of("path", "partitionValues", "size", "modificationTime")) {
      refuses("", INFO, ADD.replace("\"" + field + "\"", "\"other\""));
      refuses("", INFO, ADD.replaceFirst("\"" + field + "\":[^,{]*", "\"" + field + "\":[]"));
    }
    refuses("", INFO, ADD.replace("\"dataChange\":true", "\"dataChange\":\"true\""));
    refuses("", INFO, ADD.replace("{\"k\":\"v\"}", "\"k\""));
    refuses("must be a text", INFO, ADD.replace("\"k\":\"v\"", "\"k\":5"));
    refuses("half of a character", INFO, ADD.replace("\"v\"", "\"\\ud83d\""));
    refuses("surrogate", INFO, ADD.replace("\"tags\"", "\"\\udc00\":1,\"tags\""));
    refuses("too large", INFO, ADD.replace("\"tags\"", "\"later\":1e400,\"tags\""));
    refuses("", INFO, ADD.replace("\"tags\"", "\"a\":" + "[".repeat(121) + ",\"tags\""));
    refuses("", INFO, ADD.replace("\"size\":10", "\"size\":1e1"));
    refuses("negative", INFO, ADD.replace("Records\\\":2", "Records\\\":-2"));
    refuses("negative", INFO, ADD.replace("\"size\":10", "\"size\":-10"));
    refuses("no time", INFO, ADD.replace("1780000000000", "9223372036854775807"));
    refuses("", INFO, ADD.replace("\"tags\"", "\"later\":1e99999999999,\"tags\""));
    refuses("", INFO, REMOVE.replace("\"dataChange\":true", "\"dataChange\":null"));
    refuses("without a timestamp", "{\"commitInfo\":{\"operation\":\"WRITE\"}}", ADD);
    refuses("", INFO.replace("1780000000000", "\"now\""), ADD);
    refuses("", INFO.replace("true", "\"true\""), ADD);
    refuses("", INFO, "{\"txn\":{\"appId\":\"a\",\"version\":\"1\"}}");
    refuses("", INFO, "{\"txn\":{\"version\":1}}");
    refuses("", INFO, "{\"domainMetadata\":{\"domain\":\"d\",\"removed\":false}}");
    refuses(
        "delta.rowTracking",
        INFO,
        "{\"domainMetadata\":{\"domain\":\"delta.rowTracking\",\"configuration\":\"x\","
            + "\"removed\":false}}");
  }

  @Test
  void pathsAreUris() throws IOException {
    start(VECTORS, "{}");
    for (String path : List.of("a b.parquet", "a%zz.parquet", "a:b.parquet", "a[b.parquet")) {
      refuses("a path", INFO, ADD.replace("MIC=XLON/a%20b.parquet", path));
      refuses("a path", INFO, REMOVE.replace("old.parquet", path));
    }
  }

  @Test
  void statisticsAreThoseOfTheColumns() throws IOException {
    start(VECTORS, "{}");
    for (String statistics :
        List.of(
            "x",
            "[]",
            "{",
            "{} {}",
            "{\\\"numRecords\\\":\\\"2\\\"}",
            "{\\\"numRecords\\\":1,\\\"numRecords\\\":2}",
            "{\\\"minValues\\\":[]}",
            "{\\\"minValues\\\":{\\\"x\\\":\\\"1\\\"}}",
            "{\\\"nullCount\\\":{\\\"x\\\":{}}}",
            "{\\\"later\\\":1e400}",
            "{\\\"later\\\":\\\"\\\\ud83d\\\"}",
            "{\\\"tightBounds\\\":1}")) {
      refuses(
          "stats",
          INFO,
          ADD.replaceAll(
              "\"stats\":.*\"}}", Matcher.quoteReplacement("\"stats\":\"" + statistics + "\"}}")));
    }
  }

  @Test
  void partitionValuesAreOfTheirColumns() throws IOException {
    start(VECTORS, "{}");
    Map<String, String> wrong = new LinkedHashMap<>();
    wrong.put("\"n\":\"7\"", "\"n\":\"seven\"");
    wrong.put("\"7\"", "\"7.5\"");
    wrong.put("\"n\":\"7\",", "\"n\":\"99999999999\",");
    wrong.put("\"2026-01-31\"", "\"2026-02-31x\"");
    wrong.put("\"2026-01-31\"}", "\"\"}");
    wrong.put("01-31", "02-30");
    wrong.put("-01-31", "-1-31");
    wrong.put(":\"7", ":\"+7");
    wrong.put("\"day\"", "\"DAY\"");
    wrong.put("\"MIC\":\"XLON\",", "");
    wrong.put("\"MIC\":\"XLON\"", "\"MIC\":\"XLON\",\"MIC2\":\"XLON\"");
    wrong.forEach((from, to) -> refuses("partition", INFO, ADD.replace(from, to)));
  }

  @Test
  void aFileIsNamedOnce() throws IOException {
    start(VECTORS, "{}");
    refuses("a file twice", INFO, ADD, ADD);
    refuses("a file twice", INFO, ADD, ADD.replace("a%20b", "%61%20b"));
    refuses("a file twice", INFO, ADD, REMOVE.replace("old", "MIC=XLON/a%20b"));
    String vector = ADD.replace("\"size\"", VECTOR + "\"size\"");
    refuses("a file twice", INFO, vector, vector.replace("\"offset\":1", "\"offset\":9"));
    refuses("commitInfo twice", INFO, INFO);
    String transaction = "{\"txn\":{\"appId\":\"a\",\"version\":1}}";
    refuses("txn a twice", INFO, transaction, transaction);
  }

  @Test
  void deletionVectorsAreThoseOfTheProtocol() throws IOException {
    start(VECTORS, "{}");
    for (String[] change :
        new String[][] {
          {"\"offset\":1,", ""},
          {"\"offset\":1", "\"offset\":-1"},
          {"\"sizeInBytes\":40", "\"sizeInBytes\":0"},
          {"\"sizeInBytes\":40,", ""},
          {"\"cardinality\":2", "\"cardinality\":-2"},
          {"\"cardinality\":2", "\"cardinality\":99999999999999999999"},
          {"\"u\"", "\"x\""},
          {"\"u\"", "\"i\""},
          {"\"u\"", "\"p\""},
          {"ab^-aq", "ab"}
        }) {
      String vector = VECTOR.replace(change[0], change[1]);
      refuses("", INFO, ADD.replace("\"size\"", vector + "\"size\""));
    }
  }

  @Test
  void whatTheTableDoesNotHaveIsRefused() throws IOException {
    start(
        "{\"protocol\":{\"minReaderVersion\":1,\"minWriterVersion\":2}}",
        "{\"delta.appendOnly\":\"true\"}");
    refuses("must not have", INFO, ADD.replace("\"size\"", VECTOR + "\"size\""));
    refuses("appendOnly", INFO, REMOVE);
    assertDoesNotThrow(() ->
        table.tryOut(1, List.of(INFO, REMOVE.replace("Change\":true", "Change\":false"), ADD)));
  }

  @Test
  void rowIdsAreThereWhereTheyAreTracked() throws Exception {
    start(protocol("[]", "[\"rowTracking\",\"domainMetadata\"]"), "{}");
    refuses("row ids", INFO, ADD);
    accepts(
        1,
        INFO,
        ADD.replace("\"size\"", "\"baseRowId\":0,\"defaultRowCommitVersion\":1,\"size\""),
        "{\"domainMetadata\":{\"domain\":\"delta.rowTracking\",\"configuration\":"
            + "\"{\\\"rowIdHighWaterMark\\\":1}\",\"removed\":false}}");
  }

  @Test
  void timesInCommitsGrow() throws Exception {
    String info =
        INFO.replace("\"timestamp\"", "\"inCommitTimestamp\":1780000000000,\"timestamp\"");
    table.commit(
        0,
        List.of(
            info,
            protocol("[]", "[\"inCommitTimestamp\"]"),
            metadata("{\"delta.enableInCommitTimestamps\":\"true\"}")));
    refuses("first action", INFO, ADD);
    refuses("first action", ADD);
    String later = info.replace(":1780000000000,\"timestamp", ":1780000000001,\"timestamp");
    refuses("first action", ADD, later);
    refuses("not after", info, ADD);
    refuses("to come", info.replace(":1780000000000,\"t", ":253402300799000,\"t"), ADD);
    accepts(1, later, ADD);
  }

  @Test
  void whatATableBecomesCanBeRead() throws Exception {
    start(VECTORS, "{}");
    accepts(1, INFO, metadata("{\"delta.appendOnly\":\"true\"}"), ADD);
    accepts(1, INFO, protocol("[\"deletionVectors\"]", "[\"deletionVectors\",\"appendOnly\"]"));
    refuses("does not support", INFO, protocol("[\"x\"]", "[\"x\"]"));
    refuses("do not fit", INFO, protocol("[\"deletionVectors\"]", "[]"));
    refuses("catalog", INFO, protocol("[\"catalogManaged\"]", "[\"catalogManaged\"]"));
    refuses("protocol twice", INFO, VECTORS, VECTORS);
    refuses("metaData twice", INFO, metadata("{}"), metadata("{}"));
    refuses("", INFO, "{\"protocol\":{\"minReaderVersion\":9,\"minWriterVersion\":9}}");
    refuses("", INFO, metadata("{\"delta.columnMapping.mode\":\"name\"}"));
    refuses("", INFO, metadata("{\"delta.columnMapping.mode\":\"other\"}"));
    refuses("", INFO, metadata("{\"delta.deletedFileRetentionDuration\":\"soon\"}"));
    refuses("", INFO, metadata("{}").replace("parquet", "orc"));
    refuses("", INFO, metadataOf("t", COLUMNS, "\"none\"", "{}"));
    refuses("twice", INFO, metadataOf("t", COLUMNS + "," + FIELD.formatted("X", "long"), "", "{}"));
    refuses("", INFO, metadataOf("t", FIELD.formatted("x", "thing"), "", "{}"));
    refuses("timestampNtz", INFO, metadataOf("t", FIELD.formatted("x", "timestamp_ntz"), "", "{}"));
    refuses("each partition column", INFO, ADD, metadataOf("t", COLUMNS, "\"MIC\"", "{}"));
    refuses(
        "must not have",
        INFO,
        ADD.replace("\"size\"", VECTOR + "\"size\""),
        "{\"protocol\":{\"minReaderVersion\":1,\"minWriterVersion\":2}}");
    accepts(1, INFO, ADD, metadata("{\"a\":\"b\"}"));
  }

  @Test
  void aNewTableSaysWhatItIs() throws Exception {
    MalformedCommitException refusal =
        assertThrows(MalformedCommitException.class, () -> table.tryOut(0, List.of(INFO, VECTORS)));
    assertTrue(String.valueOf(refusal.getMessage()).contains("makes a table"));
    assertThrows(MalformedCommitException.class, () -> table.tryOut(0, List.of(INFO, ADD)));
    assertThrows(
        MalformedCommitException.class,
        () -> table.tryOut(0, List.of(ADD.replace("\"7\"", "\"x\""), VECTORS, metadata("{}"))));
    accepts(0, INFO, metadata("{}"), ADD, VECTORS);
    accepts(0, VECTORS, metadata("{}"), ADD, INFO);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void whateverPassesLeavesTheTableReadable(long seed) throws Exception {
    start(VECTORS, "{}");
    Random random = new Random(seed);
    String vector = ADD.replace("\"size\"", VECTOR + "\"size\"");
    int passed = 0;
    int refused = 0;
    for (int i = 0; i < 400; i++) {
      List<String> commit = new ArrayList<>(List.of(INFO, REMOVE));
      commit.add(random.nextBoolean() ? ADD : vector);
      commit.add("{\"txn\":{\"appId\":\"a\",\"version\":1,\"lastUpdated\":1}}");
      if (random.nextInt(4) == 0) {
        commit.addAll(1, List.of(VECTORS, metadata("{\"delta.appendOnly\":\"false\"}")));
      }
      commit.add(
          "{\"domainMetadata\":{\"domain\":\"delta.rowTracking\",\"configuration\":"
              + "\"{\\\"rowIdHighWaterMark\\\":1}\",\"removed\":false}}");
      int line = random.nextInt(commit.size());
      commit.set(line, MutatedJson.of(commit.get(line), random));
      try {
        table.tryOut(1, commit);
      } catch (MalformedCommitException e) {
        refused++;
        continue;
      }
      passed++;
      table.commit(1, commit);
      assertDoesNotThrow(() -> table.requireReadable(1), () -> commit.get(line));
      table.forget(1);
    }
    assertTrue(passed > 10, "none passed");
    assertTrue(refused > 10, "none was refused");
  }
}
