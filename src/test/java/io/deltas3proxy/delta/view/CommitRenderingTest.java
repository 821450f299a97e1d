package io.deltas3proxy.delta.view;

import static io.deltas3proxy.testing.HandWrittenLog.PROTOCOL;
import static io.deltas3proxy.testing.HandWrittenLog.add;
import static io.deltas3proxy.testing.HandWrittenLog.addWith;
import static io.deltas3proxy.testing.HandWrittenLog.changeData;
import static io.deltas3proxy.testing.HandWrittenLog.deletionVector;
import static io.deltas3proxy.testing.HandWrittenLog.metadata;
import static io.deltas3proxy.testing.HandWrittenLog.remove;
import static io.deltas3proxy.testing.HandWrittenLog.removeWith;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.deltas3proxy.delta.DeltaType;
import io.deltas3proxy.delta.PartitionColumn;
import io.deltas3proxy.delta.PartitionPolicy;
import io.deltas3proxy.delta.PartitionSchema;
import io.deltas3proxy.delta.Table;
import io.deltas3proxy.delta.TableLocation;
import io.deltas3proxy.delta.action.CommitLines;
import io.deltas3proxy.delta.action.MalformedCommitException;
import io.deltas3proxy.testing.MemoryObjectStore;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** One commit, rewritten for somebody who sees partition XLON. */
class CommitRenderingTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long TIMESTAMP = 1_700_000_000_000L;

  private static final String INFO =
      "{\"commitInfo\":{\"timestamp\":1795229987483,\"userId\":\"u-77\",\"userName\":\"mallory\","
          + "\"operation\":\"DELETE\",\"operationParameters\":{\"predicate\":\"MIC = 'XPAR'\"},"
          + "\"readVersion\":2,\"isolationLevel\":\"Serializable\",\"isBlindAppend\":true,"
          + "\"operationMetrics\":{\"numRemovedFiles\":\"2\"},\"userMetadata\":\"for XPAR\","
          + "\"tags\":{\"x\":\"XPAR\"},\"engineInfo\":\"Apache-Spark/4.2.0 Delta-Lake/4.4.0\","
          + "\"txnId\":\"5dc921d5-0cf0-4bd2-9aed-a19653521d95\"}}";

  @TempDir private Path directory;

  private static final Table TABLE =
      new Table("t", new TableLocation(new MemoryObjectStore(), "bucket", "lake/t"));
  private static final PartitionPolicy XLON =
      new PartitionPolicy(
          "xlon",
          new PartitionSchema(List.of(new PartitionColumn("MIC", "MIC", DeltaType.STRING))),
          values -> "XLON".equals(values.values().getFirst()));

  /** The lines of a rewritten commit, which is as long as it was and begins with commitInfo. */
  private List<JsonNode> rendered(String... lines) throws Exception {
    String rendered = render(String.join("\n", lines) + "\n");
    List<JsonNode> actions = new ArrayList<>();
    for (String line : rendered.lines().toList()) {
      assertEquals(line.strip(), line);
      actions.add(JSON.readTree(line));
    }
    return actions;
  }

  private String render(String commit) throws Exception {
    byte[] bytes = commit.getBytes(StandardCharsets.UTF_8);
    CommitJudge judge =
        new CommitJudge(
            TABLE, 7, XLON, (table, key, version, policy) -> key.equals("lost-and-seen"));
    ByteArrayOutputStream target = new ByteArrayOutputStream();
    new CommitRendering(judge, directory, TIMESTAMP)
        .render(new ByteArrayInputStream(bytes), bytes.length, target);
    assertEquals(bytes.length, target.size());
    assertEquals(commit.endsWith("\n"), target.toString(StandardCharsets.UTF_8).endsWith("\n"));
    return target.toString(StandardCharsets.UTF_8);
  }

  private static List<String> names(List<JsonNode> actions) {
    return actions.stream().map(action -> action.fieldNames().next() + at(action, "path")).toList();
  }

  private static String at(JsonNode action, String field) {
    return action.elements().next().path(field).asText("").isEmpty()
        ? ""
        : " " + action.elements().next().path(field).asText();
  }

  @Test
  void whatOthersSeeIsLeftOutAndTheRestStaysInOrder() throws Exception {
    List<JsonNode> actions =
        rendered(
            INFO,
            PROTOCOL,
            metadata("t", "MIC", "string", "{}"),
            add("a", "XLON"),
            add("b", "XPAR"),
            "{\"txn\":{\"appId\":\"app\",\"version\":3}}",
            removeWith("c", 5, ",\"partitionValues\":{\"MIC\":\"XLON\"}"),
            removeWith("d", 5, ",\"partitionValues\":{\"MIC\":\"XPAR\"}"),
            "{\"domainMetadata\":{\"domain\":\"d\",\"configuration\":\"{}\",\"removed\":false}}",
            changeData("e", "XLON"),
            changeData("f", "XPAR"));
    assertEquals(
        List.of(
            "commitInfo",
            "protocol",
            "metaData",
            "add a",
            "txn",
            "remove c",
            "domainMetadata",
            "cdc e"),
        names(actions));
  }

  @Test
  void commitInformationTellsNoParametersMetricsOrUsers() throws Exception {
    String rendered = render(INFO + "\n" + add("a", "XLON") + "\n");
    JsonNode information = JSON.readTree(rendered.lines().findFirst().orElseThrow());
    assertEquals(
        "{\"timestamp\":1795229987483,\"operation\":\"DELETE\",\"operationParameters\":{},"
            + "\"isBlindAppend\":true,\"txnId\":\"5dc921d5-0cf0-4bd2-9aed-a19653521d95\","
            + "\"engineInfo\":\"Apache-Spark/4.2.0 Delta-Lake/4.4.0\","
            + "\"isolationLevel\":\"Serializable\",\"readVersion\":2}",
        information.get("commitInfo").toString());
    assertFalse(rendered.contains("XPAR"));
    assertFalse(rendered.contains("mallory"));
  }

  @Test
  void textsOfCommitInformationThatAreNotPlainAreLeftOut() throws Exception {
    JsonNode information =
        rendered(
                "{\"commitInfo\":{\"operation\":\"DELETE \\\"XPAR\\\"\",\"engineInfo\":{\"a\":1},"
                    + "\"timestamp\":\"1\",\"isBlindAppend\":\"no\"}}")
            .getFirst();
    assertEquals("{\"commitInfo\":{\"operationParameters\":{}}}", information.toString());
  }

  @Test
  void inCommitTimestampsComeFirstAndStay() throws Exception {
    List<JsonNode> actions =
        rendered(
            add("b", "XPAR"),
            "{\"commitInfo\":{\"operation\":\"WRITE\",\"inCommitTimestamp\":1795229987483}}");
    assertEquals(List.of("commitInfo"), names(actions));
    assertEquals(1795229987483L, actions.getFirst().at("/commitInfo/inCommitTimestamp").asLong());
    assertTrue(actions.getFirst().toString().startsWith("{\"commitInfo\":{\"inCommitTimestamp\":"));
  }

  @Test
  void aCommitWithoutInformationGetsSomeWhenSomethingIsLeftOut() throws Exception {
    List<JsonNode> actions = rendered(add("b", "XPAR"), add("a", "XLON"));
    assertEquals(List.of("commitInfo", "add a"), names(actions));
    assertEquals(
        "{\"timestamp\":1700000000000,\"operation\":\"UNKNOWN\",\"operationParameters\":{},"
            + "\"isBlindAppend\":false}",
        actions.getFirst().get("commitInfo").toString());
    assertEquals(List.of("commitInfo"), names(rendered(add("b", "XPAR"))));
    assertEquals(
        "{\"commitInfo\":{}}", rendered("{\"remove\":{\"path\":\"a\"}}").getFirst().toString());
  }

  @Test
  void aCommitOfWhichEverythingIsSeenAndNothingIsToldStaysAsItIs() throws Exception {
    String commit = add("a", "XLON") + "\n" + add("c", "XLON");
    assertEquals(commit, render(commit));
    assertEquals("", render(""));
  }

  @Test
  void theLastLineMayHaveNoNewline() throws Exception {
    String rendered = render(add("a", "XLON") + "\n" + add("b", "XPAR"));
    assertEquals(2, rendered.lines().count());
    rendered = render(add("b", "XPAR") + "\n" + add("a", "XLON"));
    assertTrue(rendered.endsWith(add("a", "XLON")));
  }

  @Test
  void aFewBytesAreFilledInsideAnAction() throws Exception {
    String rendered = render(add("a", "XLON") + "\n  \n" + add("c", "XLON") + "\n\n");
    assertEquals(2, rendered.lines().count());
    String last = add("c", "XLON");
    assertEquals(
        last.substring(0, last.length() - 1) + "    }", rendered.lines().toList().getLast());
  }

  @Test
  void rewritingOfFilesIsNoChangeOfRowsWhenTheChangeDataIsOthers() throws Exception {
    List<JsonNode> actions =
        rendered(
            INFO,
            add("a", "XLON"),
            removeWith("c", 5, ",\"partitionValues\":{\"MIC\":\"XLON\"}"),
            add("b", "XPAR"),
            changeData("f", "XPAR"));
    assertEquals(List.of("commitInfo", "add a", "remove c"), names(actions));
    assertFalse(actions.get(1).at("/add/dataChange").asBoolean(true));
    assertFalse(actions.get(2).at("/remove/dataChange").asBoolean(true));
    assertEquals(1, actions.get(1).at("/add/size").asInt());
    actions = rendered(INFO, add("a", "XLON"), changeData("e", "XLON"), changeData("f", "XPAR"));
    assertTrue(actions.get(1).at("/add/dataChange").asBoolean());
  }

  @Test
  void aRemovalThatDoesNotTellItsPartitionIsAskedFor() throws Exception {
    List<JsonNode> actions =
        rendered(INFO, remove("lost-and-seen", 5), remove("lost", 5), addWith("a", "{}", ""));
    assertEquals(List.of("commitInfo", "remove lost-and-seen"), names(actions));
  }

  @Test
  void nullAndOtherColumnsAreNobodysUnlessThePolicySaysSo() throws Exception {
    List<JsonNode> actions =
        rendered(
            INFO,
            addWith("a", "{\"MIC\":null}", ""),
            addWith("b", "{\"other\":\"XLON\"}", ""),
            addWith("c", "{\"mic\":\"XLON\"}", ""),
            addWith("d", "{\"MIC\":\"XLON\",\"mic\":\"XPAR\"}", ""),
            addWith("e", "{\"MIC\":\"XLON\",\"other\":\"XPAR\"}", ""));
    assertEquals(List.of("commitInfo", "add c", "add e"), names(actions));
  }

  @Test
  void propertiesOfOthersAndHighWaterMarksAreLeftOut() throws Exception {
    String identity =
        metadata(
                "t",
                "MIC",
                "string",
                "{\"delta.constraints.c\":\"x > 1\",\"spark.sql.statistics.numRows\":\"77\","
                    + "\"Delta.enableChangeDataFeed\":\"true\",\"numFiles\":\"9\","
                    + "\"delta.universalFormat.enabledFormats\":\"iceberg\"}")
            .replace(
                "{\\\"name\\\":\\\"x\\\",\\\"type\\\":\\\"long\\\",\\\"nullable\\\":true,"
                    + "\\\"metadata\\\":{}}",
                "{\\\"name\\\":\\\"x\u20ac\\\",\\\"type\\\":\\\"long\\\",\\\"nullable\\\":true,"
                    + "\\\"metadata\\\":{\\\"delta.identity.start\\\":1,"
                    + "\\\"delta.identity.highWaterMark\\\":123456}}");
    List<JsonNode> actions = rendered(identity);
    JsonNode metaData = actions.getLast().get("metaData");
    assertEquals(
        "{\"delta.constraints.c\":\"x > 1\",\"Delta.enableChangeDataFeed\":\"true\"}",
        metaData.get("configuration").toString());
    String schema = metaData.get("schemaString").asText();
    assertTrue(schema.contains("x\u20ac"));
    assertTrue(schema.contains("{\"delta.identity.start\":1}"));
  }

  @Test
  void whatEnginesKeepBesideColumnsAndInFieldsOfTheirOwnIsLeftOut() throws Exception {
    String learned =
        metadata("t", "MIC", "string", "{}")
            .replace(
                "\\\"metadata\\\":{}}]",
                "\\\"metadata\\\":{\\\"comment\\\":\\\"c\\\",\\\"ml_attr\\\":"
                    + "{\\\"vals\\\":[\\\"XPAR\\\"],\\\"type\\\":\\\"nominal\\\"}}}]")
            .replace("\"createdTime\"", "\"rowCount\":77,\"createdTime\"");
    assertTrue(learned.contains("XPAR"));
    JsonNode metaData = rendered(learned).getLast().get("metaData");
    assertFalse(metaData.toString().contains("XPAR"), metaData::toString);
    assertTrue(metaData.get("schemaString").asText().contains("{\"comment\":\"c\"}"));
    assertFalse(metaData.has("rowCount"));
    assertTrue(metaData.has("createdTime"));
  }

  @Test
  void whatIsNotKnownIsLeftOut() throws Exception {
    assertEquals(
        List.of("commitInfo"),
        names(
            rendered(
                INFO,
                "{\"surprise\":{\"values\":[\"XPAR\"]}}",
                "{}",
                "{\"sidecar\":{\"path\":\"x\"}}",
                INFO)));
    assertEquals(
        List.of("commitInfo", "add a"),
        names(rendered(INFO, add("a", "XLON").replaceFirst("\\}$", ",\"remove\":null}"))));
  }

  static Stream<String> unfilterable() {
    return Stream.of(
        "no JSON",
        "[]",
        add("a", "XLON") + add("a", "XLON"),
        "{\"add\":{\"path\":\"a\",\"partitionValues\":{\"MIC\":\"XLON\",\"MIC\":\"XPAR\"}}}",
        "{\"add\":{\"path\":\"a\",\"partitionValues\":{\"MIC\":\"XLON\"},"
            + "\"partitionValues\":{\"MIC\":\"XPAR\"}}}",
        "{\"add\":{\"path\":\"a\",\"partitionValues\":{\"MIC\":\"XLON\"}},"
            + "\"remove\":{\"path\":\"b\"}}",
        "{\"add\":{\"partitionValues\":{\"MIC\":\"XLON\"}}}",
        "{\"add\":{\"path\":1,\"partitionValues\":{\"MIC\":\"XLON\"}}}",
        "{\"add\":{\"path\":\"a\",\"partitionValues\":{\"MIC\":7}}}",
        "{\"add\":[]}",
        "{\"add\":{\"path\":\"a\"",
        add("s3://bucket/lake/t/a", "XLON"),
        add("file:/etc/passwd", "XLON"),
        add("/lake/t/a", "XLON"),
        add("../other/a", "XLON"),
        addWith("a", "{\"MIC\":\"XLON\"}", deletionVector("p", "s3://bucket/lake/t/dv.bin")),
        addWith("a", "{\"MIC\":\"XLON\"}", deletionVector("z", "x")),
        "{\"protocol\":{\"minReaderVersion\":3,\"minWriterVersion\":7,"
            + "\"readerFeatures\":[\"catalogManaged\"],\"writerFeatures\":[\"catalogManaged\"]}}",
        "{\"protocol\":{\"minReaderVersion\":3,\"minWriterVersion\":7,"
            + "\"writerFeatures\":[\"coordinatedCommits-preview\"]}}",
        metadata(
            "t",
            "MIC",
            "string",
            "{\"delta.coordinatedCommits.commitCoordinator-preview\":\"dynamodb\"}"),
        "{\"commitInfo\":{\"inCommitTimestamp\":\"soon\"}}",
        "\u0000",
        "   ");
  }

  @ParameterizedTest
  @MethodSource("unfilterable")
  void whatCannotBeFilteredWithCertaintyIsNotGiven(String line) {
    assertThrows(MalformedCommitException.class, () -> render(line + "\n"));
  }

  @Test
  void pathsThatLeaveTheTableAreNoMatterWhereTheyAreNotSeen() throws Exception {
    assertEquals(
        List.of("commitInfo"),
        names(
            rendered(
                INFO,
                add("s3://elsewhere/a", "XPAR"),
                remove("s3://elsewhere/b", 5),
                addWith("a", "{\"MIC\":\"XPAR\"}", deletionVector("p", "s3://x/dv.bin")))));
  }

  @Test
  void aLineThatIsTooLongIsNotGiven() {
    String line = add("a".repeat(CommitLines.LONGEST_LINE), "XPAR");
    IOException failure = assertThrows(MalformedCommitException.class, () -> render(line + "\n"));
    assertTrue(String.valueOf(failure.getMessage()).contains("line"));
  }

  @Test
  void aLargeCommitIsKeptOnDiskMeanwhile() throws Exception {
    StringBuilder commit = new StringBuilder(INFO).append('\n');
    for (int i = 0; i < 20_000; i++) {
      commit.append(add("part-" + i, i % 2 == 0 ? "XLON" : "XPAR")).append('\n');
    }
    commit.append(changeData("f", "XPAR")).append('\n');
    String rendered = render(commit.toString());
    assertEquals(10_001, rendered.lines().count());
    assertFalse(rendered.contains("XPAR"));
    assertFalse(rendered.contains("\"dataChange\":true"));
    assertEquals(
        "part-19998", JSON.readTree(rendered.lines().toList().getLast()).at("/add/path").asText());
    try (Stream<Path> left = Files.list(directory)) {
      assertEquals(0, left.count());
    }
  }
}
