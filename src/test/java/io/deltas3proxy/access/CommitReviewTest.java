package io.deltas3proxy.access;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.deltas3proxy.delta.CompactTableIndex;
import io.deltas3proxy.delta.DeltaType;
import io.deltas3proxy.delta.PartitionColumn;
import io.deltas3proxy.delta.PartitionSchema;
import io.deltas3proxy.delta.SharedLocation;
import io.deltas3proxy.delta.Table;
import io.deltas3proxy.delta.TableIndex;
import io.deltas3proxy.delta.TableIndexes;
import io.deltas3proxy.delta.TableLocation;
import io.deltas3proxy.delta.TableUnavailableException;
import io.deltas3proxy.storage.ObjectAddress;
import io.deltas3proxy.testing.AnyCommits;
import io.deltas3proxy.testing.MemoryObjectStore;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A writer who may write MIC XLON alone, on a table that also has XPAR. */
class CommitReviewTest {

  private static final String INFO = "{\"commitInfo\":{\"timestamp\":1,\"operation\":\"WRITE\"}}\n";
  private static final String VECTOR =
      ",\"deletionVector\":{\"storageType\":\"u\",\"pathOrInlineDv\":\"vBn[lx{q8@P<9BNH/isA\","
          + "\"offset\":1,\"sizeInBytes\":36,\"cardinality\":2}";
  private static final String VECTOR_FILE =
      "deletion_vector_61d16c75-6994-46b7-a15b-8b538852e50e.bin";

  private final PartitionSchema schema =
      new PartitionSchema(List.of(new PartitionColumn("MIC", "MIC", DeltaType.STRING)));
  private final TableLocation location =
      new TableLocation(
          new MemoryObjectStore(), "lake", "t", List.of(new SharedLocation("lake", "elsewhere")));
  private final Table table = new Table("trades", location);
  private final Set<ObjectAddress> own = new HashSet<>();
  private final CompactTableIndex index = new CompactTableIndex("id", schema, location);
  private int looks;
  private Runnable news = () -> {};
  private boolean unavailable;

  private final TableIndexes indexes =
      new TableIndexes() {
        @Override
        public TableIndex get(Table asked) throws TableUnavailableException {
          if (unavailable) {
            throw new TableUnavailableException("no log", null);
          }
          return index;
        }

        @Override
        public Optional<TableIndex> current(Table asked) {
          return Optional.of(index);
        }

        @Override
        public TableIndex refresh(Table asked) {
          return index;
        }

        @Override
        public TableIndex catchUp(Table asked) {
          looks++;
          news.run();
          return index;
        }

        @Override
        public void close() {}
      };

  @BeforeEach
  void fill() {
    index.addFile("MIC=XLON/known.parquet", index.partitionId(List.of("XLON")));
    index.addFile("MIC=XPAR/theirs.parquet", index.partitionId(List.of("XPAR")));
    index.addShared("shared.bin", index.partitionId(List.of("XPAR")));
    index.addUnresolved("unresolved.parquet");
    index.addRemoved("removed.parquet");
    index.current(4, Instant.EPOCH);
    own("new.parquet", "_change_data/cdc.parquet", VECTOR_FILE);
  }

  private void own(String... keys) {
    for (String key : keys) {
      own.add(location.address(key));
    }
  }

  private final TouchedPartitions touched = new TouchedPartitions();

  private CommitRights narrow(boolean mayAlter) {
    return new CommitRights(
        false,
        mayAlter,
        RulePolicy.of(List.of(new PartitionRule(Map.of("MIC", ValueCondition.is("XLON")))), schema),
        asked -> {
          Set<ObjectAddress> found = new HashSet<>(asked);
          found.retainAll(own);
          return found;
        });
  }

  private byte[] pass(String commit, CommitRights rights) throws IOException {
    ByteArrayOutputStream given = new ByteArrayOutputStream();
    byte[] bytes = commit.getBytes(StandardCharsets.UTF_8);
    try (InputStream reviewed =
        new ReviewedCommit(
            new ByteArrayInputStream(bytes), table, rights, indexes, new AnyCommits(), touched)) {
      reviewed.transferTo(given);
    } catch (CommitRefusedException | ReviewedCommit.ReviewFailedException e) {
      assertTrue(given.size() < Math.max(1, bytes.length), "all was given of a refused commit");
      throw e;
    }
    return given.toByteArray();
  }

  private void accepts(String commit) throws IOException {
    assertArrayEquals(commit.getBytes(StandardCharsets.UTF_8), pass(commit, narrow(false)), commit);
  }

  private void refuses(String reason, String commit) {
    CommitRefusedException refusal =
        assertThrows(CommitRefusedException.class, () -> pass(commit, narrow(false)), commit);
    assertTrue(String.valueOf(refusal.getMessage()).contains(reason), () -> refusal.getMessage());
  }

  private static String action(String kind, String path, @Nullable String mic, String more) {
    String values = mic == null ? "" : ",\"partitionValues\":{\"MIC\":\"" + mic + "\"}";
    return "{\"" + kind + "\":{\"path\":\"" + path + "\"" + values + ",\"size\":1" + more + "}}\n";
  }

  private static String add(String path, String mic) {
    return action("add", path, mic, "");
  }

  @Test
  void anAppendToTheWritersPartitionPasses() throws IOException {
    accepts(INFO + add("new.parquet", "XLON"));
    assertEquals(1, looks);
  }

  @Test
  void anotherPartitionIsRefusedWhateverThePathSays() {
    refuses("may not be written", INFO + add("new.parquet", "XPAR"));
    own("MIC=XLON/new.parquet");
    refuses("may not be written", INFO + add("MIC=XLON/new.parquet", "XPAR"));
  }

  @Test
  void onePartitionAmongManyThatIsNotTheWritersIsEnough() {
    StringBuilder commit = new StringBuilder(INFO);
    for (int i = 0; i < 3000; i++) {
      own("f" + i);
      commit.append(add("f" + i, "XLON"));
    }
    refuses("may not be written", commit + add("new.parquet", "XPAR"));
    refuses("nor stored by the writer", commit + add("strange.parquet", "XLON"));
  }

  @Test
  void aFileThatSomebodyElseStoredIsRefused() {
    refuses("nor stored by the writer", INFO + add("MIC=XPAR/fresh.parquet", "XLON"));
  }

  @Test
  void aKnownFileKeepsItsPartition() throws IOException {
    accepts(INFO + add("MIC=XLON/known.parquet", "XLON"));
    refuses("with another partition", INFO + add("MIC=XPAR/theirs.parquet", "XLON"));
    refuses("with another partition", INFO + add("unresolved.parquet", "XLON"));
    refuses("with another partition", INFO + add("removed.parquet", "XLON"));
    own("MIC=XPAR/theirs.parquet");
    refuses("with another partition", INFO + add("MIC=XPAR/theirs.parquet", "XLON"));
  }

  @Test
  void aRemovalIsJudgedByWhatTheTableKnows() throws IOException {
    accepts(INFO + action("remove", "MIC=XLON/known.parquet", "XLON", ""));
    accepts(INFO + action("remove", "MIC=XLON/known.parquet", null, ""));
    refuses("another partition", INFO + action("remove", "MIC=XPAR/theirs.parquet", "XLON", ""));
    refuses("may not be written", INFO + action("remove", "MIC=XPAR/theirs.parquet", "XPAR", ""));
    refuses("may not be written", INFO + action("remove", "MIC=XPAR/theirs.parquet", null, ""));
    refuses(
        "may not be written",
        INFO + "{\"remove\":{\"path\":\"MIC=XPAR/theirs.parquet\",\"partitionValues\":{}}}\n");
    refuses("does not know", INFO + action("remove", "new.parquet", "XLON", ""));
  }

  @Test
  void whatAnotherInstanceCommittedMeanwhileIsLookedUpOnce() throws IOException {
    news = () -> index.addFile("MIC=XLON/late.parquet", index.partitionId(List.of("XLON")));
    accepts(INFO + action("remove", "MIC=XLON/late.parquet", "XLON", ""));
    assertEquals(1, looks);
  }

  @Test
  void changeDataIsJudgedLikeData() throws IOException {
    accepts(INFO + action("cdc", "_change_data/cdc.parquet", "XLON", ""));
    refuses("may not be written", INFO + action("cdc", "_change_data/cdc.parquet", "XPAR", ""));
    refuses("nor stored", INFO + action("cdc", "_change_data/other.parquet", "XLON", ""));
  }

  @Test
  void deletionVectorsAreJudgedLikeData() throws IOException {
    String known = "MIC=XLON/known.parquet";
    accepts(INFO + action("add", known, "XLON", VECTOR));
    own.remove(location.address(VECTOR_FILE));
    refuses("nor stored", INFO + action("add", known, "XLON", VECTOR));
    index.addShared(VECTOR_FILE, index.partitionId(List.of("XPAR")));
    refuses("another partition", INFO + action("add", known, "XLON", VECTOR));
    index.addShared(VECTOR_FILE, index.partitionId(List.of("XLON")));
    accepts(INFO + action("add", known, "XLON", VECTOR));
    String absolute = VECTOR.replaceAll("\"u\",\"pathOrInlineDv\":\"[^\"]*\"", "\"p\",%s");
    refuses(
        "below the table's root",
        INFO
            + action(
                "add",
                known,
                "XLON",
                absolute.formatted("\"pathOrInlineDv\":\"s3://other/t/x.bin\"")));
    refuses(
        "path is no UUID",
        INFO + action("add", known, "XLON", VECTOR.replace("vBn[lx", "\u00e9Bn[lx")));
  }

  @Test
  void valuesThatDoNotTellThePartitionAreRefused() {
    String start = INFO + "{\"add\":{\"path\":\"new.parquet\",";
    refuses("do not tell", start + "\"partitionValues\":{}}}\n");
    refuses("do not tell", start + "\"size\":1}}\n");
    refuses("do not tell", start + "\"partitionValues\":{\"mic\":\"XLON\",\"MIC\":\"XLON\"}}}\n");
    refuses("may not be written", start + "\"partitionValues\":{\"MIC\":null}}}\n");
    refuses("no JSON", start + "\"partitionValues\":{\"MIC\":\"XPAR\",\"MIC\":\"XLON\"}}}\n");
  }

  @Test
  void pathsThatLeaveTheTableAreRefused() {
    for (String path :
        List.of(
            "../u/f",
            "a/../../u/f",
            "/u/f",
            "s3://other/f",
            "s3a://lake/u/f",
            "file:/etc/passwd",
            "http://host/f",
            "..%2fu%2ff")) {
      refuses("below the table's root", INFO + add(path, "XLON"));
    }
    refuses("whole table", INFO + add("s3://lake/elsewhere/f", "XLON"));
  }

  @Test
  void pathsThatReadersWouldRewriteAreRefused() {
    for (String path :
        List.of(
            "MIC=XPAR//theirs.parquet",
            "./MIC=XPAR/theirs.parquet",
            "MIC=XPAR/./theirs.parquet",
            "MIC=XPAR/%2e/theirs.parquet",
            "MIC=XPAR\\\\theirs.parquet",
            "a/",
            "_delta_log/00000000000000000000.json",
            "_delta%5flog/x.json",
            "_delta_index/f",
            "a%0Ab")) {
      own(path, path.replace("%2e", "."));
      refuses("no file of a table has", INFO + add(path, "XLON"));
    }
  }

  @Test
  void whatTheTableIsChangesOnlyWithTheRightToAlter() throws IOException {
    for (String action :
        List.of(
            "{\"metaData\":{\"id\":\"x\"}}\n",
            "{\"protocol\":{\"minReaderVersion\":1,\"minWriterVersion\":2}}\n",
            "{\"domainMetadata\":{\"domain\":\"delta.clustering\",\"configuration\":\"{}\","
                + "\"removed\":false}}\n")) {
      refuses("right to alter", INFO + action);
      pass(INFO + action, narrow(true));
    }
    accepts(
        INFO
            + "{\"domainMetadata\":{\"domain\":\"delta.rowTracking\",\"configuration\":\"{}\","
            + "\"removed\":false}}\n");
    accepts(INFO + "{\"txn\":{\"appId\":\"a\",\"version\":1}}\n");
  }

  @Test
  void whatNobodyUnderstandsIsRefused() {
    refuses("not known", INFO + "{\"addSomehow\":{\"path\":\"x\"}}\n");
    refuses("not known", INFO + "{\"sidecar\":{\"path\":\"x\"}}\n");
    refuses("not known", INFO + "{}\n");
    refuses("two actions", INFO + add("new.parquet", "XLON").replace("}}\n", "},\"txn\":{}}\n"));
    refuses("no JSON", INFO + "not json\n");
    refuses("", INFO + "\n");
    refuses("after an action", INFO + "{\"txn\":{}} {\"txn\":{}}\n");
    refuses("without actions", "");
    refuses("no JSON", "{\"commitInfo\":{}");
  }

  @Test
  void aLastLineWithoutANewlineIsReviewedToo() throws IOException {
    accepts(INFO + add("new.parquet", "XLON").strip());
    refuses("may not be written", INFO + add("new.parquet", "XPAR").strip());
  }

  @Test
  void aLineThatDoesNotEndIsRefusedBeforeItIsAllInMemory() {
    String endless = "{\"commitInfo\":{\"operation\":\"" + "x".repeat(17 << 20);
    refuses("a line of more than", endless);
  }

  @Test
  void whoeverHasTheWholeTableMayStillNotNameOtherPlaces() throws IOException {
    CommitRights whole = new CommitRights(true, false, null, asked -> Set.of());
    unavailable = true;
    pass(INFO + add("strange.parquet", "XPAR"), whole);
    pass(INFO + add("s3://lake/elsewhere/f", "XPAR"), whole);
    pass(INFO + action("remove", "gone.parquet", null, ""), whole);
    assertThrows(
        CommitRefusedException.class, () -> pass(INFO + add("s3://other/f", "XPAR"), whole));
    assertThrows(
        CommitRefusedException.class, () -> pass(INFO + action("add", "f", null, ""), whole));
    assertThrows(CommitRefusedException.class, () -> pass(INFO + "{\"metaData\":{}}\n", whole));
  }

  @Test
  void whatCannotBeKnownIsNotApproved() {
    unavailable = true;
    assertThrows(
        ReviewedCommit.ReviewFailedException.class,
        () -> pass(INFO + add("new.parquet", "XLON"), narrow(true)));
  }

  @Test
  void changedPartitionColumnsRefuse() {
    PartitionSchema other =
        new PartitionSchema(List.of(new PartitionColumn("day", "day", DeltaType.DATE)));
    CommitRights rights =
        new CommitRights(
            false, true, RulePolicy.of(List.of(new PartitionRule(Map.of())), other), asked -> own);
    CommitRefusedException refusal =
        assertThrows(
            CommitRefusedException.class,
            () ->
                pass(
                    INFO
                        + "{\"add\":{\"path\":\"new.parquet\",\"partitionValues\":{\"day\":"
                        + "\"2026-01-01\"}}}\n",
                    rights));
    assertTrue(String.valueOf(refusal.getMessage()).contains("changed meanwhile"));
  }

  @Test
  void aRemovalBringsNoFileOfOthersIntoAPartitionOfTheWriters() throws IOException {
    String known = "MIC=XLON/known.parquet";
    String vector =
        ",\"deletionVector\":{\"storageType\":\"p\",\"pathOrInlineDv\":\"%s\",\"offset\":1,"
            + "\"sizeInBytes\":36,\"cardinality\":2}";
    index.addShared("theirs.bin", index.partitionId(List.of("XPAR")));
    index.addShared("mine.bin", index.partitionId(List.of("XLON")));
    for (String mic : new String[] {"XLON", null}) {
      for (String path : List.of("MIC=XPAR/theirs.parquet", "theirs.bin", "fresh.parquet")) {
        refuses("", INFO + action("remove", known, mic, vector.formatted(path)));
      }
      accepts(INFO + action("remove", known, mic, vector.formatted("mine.bin")));
    }
  }

  @Test
  void aDeletionVectorFileThatPartitionsShareIsNoDataFile() {
    index.addShared("both.bin", index.partitionId(List.of("XPAR")));
    index.addShared("both.bin", index.partitionId(List.of("XLON")));
    refuses("deletion vector file", INFO + add("both.bin", "XLON"));
    refuses("deletion vector file", INFO + action("remove", "both.bin", "XLON", ""));
    refuses("deletion vector file", INFO + action("cdc", "both.bin", "XLON", ""));
  }

  @Test
  void whatSomeReadersTakeForAnotherLineIsRefused() {
    String hidden = action("remove", "MIC=XPAR/theirs.parquet", "XPAR", "").strip();
    refuses("control", "{\"commitInfo\":{\"a\":\r" + hidden + "\r}}\n");
    refuses("does not begin", "\uFEFF" + INFO);
    CommitRefusedException refusal =
        assertThrows(
            CommitRefusedException.class,
            () -> {
              byte[] utf16 = "{\"commitInfo\":{}}".getBytes(StandardCharsets.UTF_16LE);
              try (InputStream reviewed =
                  new ReviewedCommit(
                      new ByteArrayInputStream(utf16),
                      table,
                      narrow(false),
                      indexes,
                      new AnyCommits(),
                      touched)) {
                reviewed.readAllBytes();
              }
            });
    assertTrue(String.valueOf(refusal.getMessage()).contains("control"));
  }

  @Test
  void aPathThatReadersOfUrisCutIsRefused() throws IOException {
    own("MIC=XPAR/theirs.parquet?x", "MIC=XPAR/theirs.parquet#x");
    refuses("a query", INFO + add("MIC=XPAR/theirs.parquet?x", "XLON"));
    refuses("a query", INFO + add("MIC=XPAR/theirs.parquet#x", "XLON"));
    accepts(INFO + add("MIC=XPAR/theirs.parquet%3Fx", "XLON"));
  }

  @Test
  void filesAreTheWritersToTheEndOfTheCommit() {
    StringBuilder commit = new StringBuilder(INFO);
    for (int i = 0; i < 600; i++) {
      own("f" + i);
      commit.append(add("f" + i, "XLON"));
    }
    CommitRights rights = narrow(false);
    CommitRights passing =
        new CommitRights(
            false,
            false,
            rights.writes(),
            asked -> {
              Set<ObjectAddress> found = rights.own().among(asked);
              own.remove(location.address("f0"));
              return found;
            });
    assertThrows(CommitRefusedException.class, () -> pass(commit.toString(), passing));
  }

  @Test
  void nothingIsGivenAfterARefusal() throws IOException {
    byte[] commit = (add("new.parquet", "XPAR") + INFO).getBytes(StandardCharsets.UTF_8);
    try (InputStream reviewed =
        new ReviewedCommit(
            new ByteArrayInputStream(commit),
            table,
            narrow(false),
            indexes,
            new AnyCommits(),
            touched)) {
      assertThrows(CommitRefusedException.class, reviewed::read);
      assertThrows(CommitRefusedException.class, reviewed::read);
      assertThrows(CommitRefusedException.class, reviewed::readAllBytes);
    }
  }
}
