package io.deltas3proxy.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.deltas3proxy.access.UncommittedFiles.Claim;
import io.deltas3proxy.access.WriteDecision.Allowed;
import io.deltas3proxy.access.WriteDecision.Forbidden;
import io.deltas3proxy.access.WriteDecision.Taken;
import io.deltas3proxy.access.WriteDecision.Unknowable;
import io.deltas3proxy.access.WriteDecision.Unsupported;
import io.deltas3proxy.delta.PartitionPolicy;
import io.deltas3proxy.delta.PartitionValues;
import io.deltas3proxy.storage.ObjectAddress;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may write what, by the kinds of keys. */
class TableWritingTest extends WritersFixture {

  private static final String CHECKPOINT = "_delta_log/00000000000000000004.checkpoint.parquet";

  private static String commit(int version) {
    return "_delta_log/0000000000000000000%d.json".formatted(version);
  }

  private void assertTarget(WriteTarget target, String who, String key, WriteIntent intent)
      throws Exception {
    Allowed allowed = assertInstanceOf(Allowed.class, decide(who, key, intent));
    assertEquals(target, allowed.target());
    assertEquals(address(key), allowed.address());
  }

  private void assertForbidden(String who, String key, WriteIntent intent) throws Exception {
    assertInstanceOf(Forbidden.class, decide(who, key, intent), who + " " + key + " " + intent);
  }

  @ParameterizedTest
  @EnumSource(WriteIntent.class)
  void withoutARuleForWritingNothingIsWritten(WriteIntent intent) throws Exception {
    for (String key :
        List.of("", "new.parquet", commit(5), CHECKPOINT, "_delta_log/", "dir/", "a.parquet")) {
      assertForbidden("reader", key, intent);
      assertForbidden("nobody", key, intent);
      assertForbidden("keeper", key, intent);
    }
    assertFalse(writing("reader").any());
    assertFalse(writing("keeper").mayMaintain(), "of a table that is not written");
  }

  @Test
  void aCommitIsTheOneAfterTheNewest() throws Exception {
    assertTarget(new WriteTarget.Commit(5), "london", commit(5), WriteIntent.PUT);
    assertEquals(0, indexes.refreshes(), "no look is needed for that");
    assertEquals(new Taken(4), decide("london", commit(4), WriteIntent.PUT));
    assertEquals(new Taken(0), decide("london", commit(0), WriteIntent.PUT));
    assertForbidden("london", commit(6), WriteIntent.PUT);
    indexes.onRefresh(() -> index.at(5));
    assertTarget(new WriteTarget.Commit(6), "london", commit(6), WriteIntent.PUT);
  }

  @Test
  void aCommitNeedsARuleThatFits() throws Exception {
    assertForbidden("misfit", commit(5), WriteIntent.PUT);
    assertForbidden("misfit", commit(4), WriteIntent.PUT);
    assertForbidden("misfit", "new.parquet", WriteIntent.PUT);
    assertForbidden("misfit", "dir/", WriteIntent.PUT);
  }

  @Test
  void aCommitIsStoredInOneRequest() throws Exception {
    assertInstanceOf(Unsupported.class, decide("owner", commit(5), WriteIntent.MULTIPART));
    assertInstanceOf(Unsupported.class, decide("owner", commit(5), WriteIntent.PART));
    assertInstanceOf(Unsupported.class, decide("owner", "dir/", WriteIntent.MULTIPART));
  }

  @Test
  void aCommitIsOverwrittenByWhoMaintainsAndReadsAndWritesAll() throws Exception {
    assertTarget(new WriteTarget.OverwritingCommit(3), "owner", commit(3), WriteIntent.REPLACE);
    assertTarget(new WriteTarget.LogFile(), "owner", commit(3), WriteIntent.DELETE);
    for (String who : List.of("london", "whole", "loader", "janitor")) {
      assertForbidden(who, commit(3), WriteIntent.REPLACE);
      assertForbidden(who, commit(3), WriteIntent.DELETE);
      assertForbidden(who, commit(3), WriteIntent.TAG);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        CHECKPOINT,
        "_delta_log/00000000000000000004.checkpoint.0000000001.0000000002.parquet",
        "_delta_log/00000000000000000004.checkpoint.80a083e8-7026-4e79-81be-64bd76c43a11.json",
        "_delta_log/00000000000000000004.crc",
        "_delta_log/00000000000000000001.00000000000000000004.compacted.json",
        "_delta_log/_sidecars/3a0d65cd-4056-49b8-937b-95f9e3ee90e5.parquet",
        "_delta_log/_last_checkpoint",
        "_delta_log/_last_vacuum_info",
        "_delta_log/.00000000000000000007.crc.c85fcb29-d24e-4594-b73f-81748ac69813.tmp",
      })
  void whatTellsOfTheWholeTableIsWrittenByWhoReadsAndWritesIt(String key) throws Exception {
    assertTarget(new WriteTarget.LogFile(), "whole", key, WriteIntent.PUT);
    assertTarget(new WriteTarget.LogFile(), "whole", key, WriteIntent.MULTIPART);
    assertTarget(new WriteTarget.LogFile(), "owner", key, WriteIntent.DELETE);
    assertForbidden("london", key, WriteIntent.PUT);
    assertForbidden("loader", key, WriteIntent.PUT);
    assertForbidden("whole", key, WriteIntent.DELETE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "_delta_log/5.json",
        "_delta_log/99999999999999999999.json",
        "_delta_log/00000000000000000005.json.tmp",
        "_delta_log/_commits/00000000000000000005.json",
        "_delta_log/_sidecars/a/b.parquet",
        "_delta_log/x/",
        "_delta_log/smuggled.parquet",
        "_delta_log",
        "_delta_index",
        "_delta_index/x",
        "inner/_delta_log/00000000000000000000.json",
        "inner/_delta_log",
        "inner/_delta_log/",
        "a//b.parquet",
        "a/./b.parquet",
        "a/../b.parquet",
        "../b.parquet",
        "/b.parquet",
        "a\\b.parquet",
        "a\u0001b.parquet",
        "//",
        "/",
        "",
      })
  void noOtherKeyIsWritten(String key) throws Exception {
    for (WriteIntent intent : WriteIntent.values()) {
      assertForbidden("owner", key, intent);
    }
  }

  @Test
  void theGroundsOfAChangeAreItsPartitionsAndTheRuleToWriteThem() throws Exception {
    Grounds logged = writing("janitor").grounds(address("a.parquet"), new TouchedPartitions());
    assertEquals(List.of(Map.of("MIC", "XLON")), logged.partitions());
    assertEquals("grant of janitor rule 0", logged.rule());
    assertEquals(4, logged.indexVersion());
    Grounds foreign = writing("janitor").grounds(address("b.parquet"), new TouchedPartitions());
    assertEquals(List.of(Map.of("MIC", "XPAR")), foreign.partitions());
    assertNull(foreign.rule());
    assertEquals("grant of paris rule 0", fresh("paris").rule());
    assertEquals("grant of owner rule 0", fresh("owner").rule());
    assertNull(fresh("reader").rule());
    assertNull(fresh("misfit").rule());
  }

  private Grounds fresh(String user) throws Exception {
    Grounds grounds = writing(user).grounds(address("new.parquet"), new TouchedPartitions());
    assertEquals(List.of(), grounds.partitions());
    return grounds;
  }

  @Test
  void theGroundsOfACommitAreWhatItTouches() throws Exception {
    TouchedPartitions touched = new TouchedPartitions();
    touched.add(new PartitionValues(List.of("XLON")));
    touched.add(new PartitionValues(List.of("XLON")));
    for (int i = 0; i < Grounds.MOST_PARTITIONS; i++) {
      touched.add(new PartitionValues(List.of("X" + i)));
    }
    Grounds grounds = writing("london").grounds(address(commit(5)), touched);
    assertEquals(Grounds.MOST_PARTITIONS, grounds.partitions().size());
    assertTrue(grounds.more());
    assertEquals("grant of london rule 0", grounds.rule());
    touched.refuse();
    assertNull(writing("london").grounds(address(commit(5)), touched).rule());
  }

  @ParameterizedTest
  @ValueSource(strings = {"MIC=XPAR", "MIC=XLON", "x/y=", "=", "_change_data", "_CHANGE_DATA"})
  void filesWithNamesOfDirectoriesAreForWhoWritesAll(String key) throws Exception {
    for (WriteIntent intent : List.of(WriteIntent.PUT, WriteIntent.MULTIPART)) {
      assertForbidden("london", key, intent);
      assertForbidden("paris", key, intent);
      assertForbidden("janitor", key, intent);
      assertTarget(new WriteTarget.File(false), "whole", key, intent);
      assertTarget(new WriteTarget.File(false), "london", key + "/f.parquet", intent);
    }
    assertForbidden("london", key, WriteIntent.PART);
  }

  @Test
  void markersAreForWhoWritesAnything() throws Exception {
    for (String key :
        List.of(
            "_delta_log/",
            "_delta_log/_staged_commits/",
            "_delta_log/_sidecars/",
            "MIC=XLON/",
            "a/b/")) {
      assertTarget(new WriteTarget.Marker(), "london", key, WriteIntent.PUT);
      assertTarget(new WriteTarget.Marker(), "london", key, WriteIntent.DELETE);
      assertForbidden("london", key, WriteIntent.TAG);
    }
  }

  @Test
  void aNewFileIsAnyWritersAndNoFileOfTheLogIs() throws Exception {
    for (WriteIntent intent : List.of(WriteIntent.PUT, WriteIntent.MULTIPART)) {
      assertTarget(new WriteTarget.File(false), "london", "new.parquet", intent);
      assertTarget(new WriteTarget.File(false), "london", "_change_data/c.parquet", intent);
      assertForbidden("london", "a.parquet", intent);
      assertForbidden("london", "b.parquet", intent);
      assertForbidden("owner", "a.parquet", intent);
      assertForbidden("owner", "unresolved.parquet", intent);
    }
    assertEquals(0, indexes.refreshes(), "the store says whether something is there");
    assertForbidden("london", "new.parquet", WriteIntent.REPLACE);
    assertTarget(new WriteTarget.File(false), "london", "new.parquet", WriteIntent.PART);
    assertForbidden("reader", "new.parquet", WriteIntent.PART);
    assertForbidden("misfit", "new.parquet", WriteIntent.PART);
  }

  @Test
  void anUncommittedFileIsItsWritersAlone() throws Exception {
    assertEquals(Claim.NEW, writing("london").claim(address("new.parquet")));
    for (WriteIntent intent : EnumSet.complementOf(EnumSet.of(WriteIntent.PART))) {
      assertTarget(new WriteTarget.File(true), "london", "new.parquet", intent);
      assertForbidden("paris", "new.parquet", intent);
      assertForbidden("", "new.parquet", intent);
      assertForbidden("owner", "new.parquet", intent);
    }
    assertEquals(Claim.OTHERS, writing("paris").claim(address("new.parquet")));
    assertEquals(Claim.OWN, writing("london").claim(address("new.parquet")));
  }

  @Test
  void anUncommittedFileThatWasCommittedMeanwhileIsTheLogs() throws Exception {
    var unused = writing("london").claim(address("new.parquet"));
    indexes.onRefresh(() -> index.file("new.parquet", "XLON"));
    assertForbidden("london", "new.parquet", WriteIntent.PUT);
    indexes.onRefresh(() -> {});
    assertForbidden("london", "new.parquet", WriteIntent.DELETE);
  }

  @Test
  void aPartTellsNothingOfItsFileAndWaitsForNoLookAtTheLog() throws Exception {
    var unused = writing("london").claim(address("new.parquet"));
    for (String key : List.of("new.parquet", "a.parquet", "b.parquet", "nothing.parquet")) {
      assertTarget(new WriteTarget.File(false), "london", key, WriteIntent.PART);
      assertTarget(new WriteTarget.File(false), "paris", key, WriteIntent.PART);
      assertForbidden("reader", key, WriteIntent.PART);
    }
    assertEquals(0, indexes.refreshes());
    assertTarget(new WriteTarget.File(true), "london", "new.parquet", WriteIntent.MULTIPART);
    assertEquals(1, indexes.refreshes());
  }

  @Test
  void aFileThatWasNotStoredIsNobodysOnceAllThatBeganHasEnded() throws Exception {
    Set<ObjectAddress> file = Set.of(address("new.parquet"));
    assertEquals(Claim.NEW, writing("london").claim(address("new.parquet")));
    assertTrue(writing("london").use(address("new.parquet")));
    assertFalse(writing("paris").use(address("new.parquet")));
    writing("paris").end(file, false);
    writing("london").end(file, false);
    assertTarget(new WriteTarget.File(true), "london", "new.parquet", WriteIntent.PUT);
    writing("london").end(file, false);
    assertTarget(new WriteTarget.File(false), "paris", "new.parquet", WriteIntent.PUT);
  }

  @Test
  void aNameIsKeptFromOthersUntilTheLastOfTwoDeletionsHasEnded() throws Exception {
    Set<ObjectAddress> file = Set.of(address("new.parquet"));
    assertEquals(Claim.NEW, writing("london").claim(address("new.parquet")));
    writing("london").end(file, true);
    assertEquals(file, writing("london").beginDeletion(file, Set.of()));
    assertEquals(file, writing("london").beginDeletion(file, Set.of()));
    writing("london").end(file, false);
    assertEquals(Claim.OTHERS, writing("paris").claim(address("new.parquet")));
    writing("london").end(file, false);
    assertEquals(Claim.NEW, writing("paris").claim(address("new.parquet")));
    assertEquals(Set.of(), writing("london").beginDeletion(file, Set.of()));
    assertEquals(Set.of(), writing("owner").beginDeletion(Set.of(), file));
  }

  @Test
  void aFileOfTheLogIsDeletedByWhoMaintainsAndWritesItsPartitions() throws Exception {
    assertTarget(new WriteTarget.LoggedFile(), "janitor", "a.parquet", WriteIntent.DELETE);
    assertForbidden("janitor", "b.parquet", WriteIntent.DELETE);
    assertForbidden("janitor", "unresolved.parquet", WriteIntent.DELETE);
    assertForbidden("london", "a.parquet", WriteIntent.DELETE);
    assertForbidden("whole", "a.parquet", WriteIntent.DELETE);
    assertTarget(new WriteTarget.LoggedFile(), "owner", "b.parquet", WriteIntent.DELETE);
    assertTarget(new WriteTarget.LoggedFile(), "owner", "unresolved.parquet", WriteIntent.DELETE);
  }

  @Test
  void aFileThatNoLogNamesIsDeletedByWhoMaintainsTheWholeTable() throws Exception {
    assertTarget(new WriteTarget.File(false), "owner", "orphan.parquet", WriteIntent.DELETE);
    for (String who : List.of("london", "whole", "janitor", "loader")) {
      assertTarget(new WriteTarget.Absence(), who, "orphan.parquet", WriteIntent.DELETE);
      assertForbidden(who, "orphan.parquet", WriteIntent.TAG);
    }
    for (String who : List.of("reader", "keeper", "misfit", "")) {
      assertForbidden(who, "orphan.parquet", WriteIntent.DELETE);
    }
  }

  @Test
  void anotherWritersFileIsDeletedWhenItsTimeIsOver() throws Exception {
    var unused = writing("london").claim(address("new.parquet"));
    clock.advance(LASTING.minusMillis(1));
    assertForbidden("owner", "new.parquet", WriteIntent.DELETE);
    clock.advance(Duration.ofMillis(1));
    assertTarget(new WriteTarget.File(false), "owner", "new.parquet", WriteIntent.DELETE);
    assertForbidden("paris", "new.parquet", WriteIntent.DELETE);
  }

  @Test
  void manyDeletionsTakeOneLookAndAreJudgedOneByOne() throws Exception {
    var unused = writing("london").claim(address("mine.parquet"));
    Map<String, WriteDecision> decisions =
        writing("london")
            .decideDeletions(
                List.of("mine.parquet", "a.parquet", "orphan.parquet", commit(1), "dir/", "a//b"));
    assertEquals(1, indexes.refreshes());
    assertEquals(6, decisions.size());
    assertEquals(
        new Allowed(new WriteTarget.File(true), address("mine.parquet")),
        decisions.get("mine.parquet"));
    assertEquals(new Allowed(new WriteTarget.Marker(), address("dir/")), decisions.get("dir/"));
    assertEquals(
        new Allowed(new WriteTarget.Absence(), address("orphan.parquet")),
        decisions.get("orphan.parquet"));
    for (String key : List.of("a.parquet", commit(1), "a//b")) {
      assertInstanceOf(Forbidden.class, decisions.get(key), key);
    }
    writing("reader")
        .decideDeletions(List.of("a.parquet"))
        .values()
        .forEach(decision -> assertInstanceOf(Forbidden.class, decision));
  }

  @Test
  void aNewTableIsMadeByWhoMayAlterAndWriteAllOfIt() throws Exception {
    indexes.withoutLog("trades");
    assertTarget(new WriteTarget.Commit(0), "owner", commit(0), WriteIntent.PUT);
    assertTarget(new WriteTarget.Commit(0), "loader", commit(0), WriteIntent.PUT);
    assertForbidden("whole", commit(0), WriteIntent.PUT);
    assertForbidden("london", commit(0), WriteIntent.PUT);
    assertForbidden("owner", commit(1), WriteIntent.PUT);
    assertTarget(new WriteTarget.File(false), "whole", "new.parquet", WriteIntent.PUT);
    assertForbidden("london", "new.parquet", WriteIntent.PUT);
    assertForbidden("london", "_delta_log/", WriteIntent.PUT);
    assertTarget(new WriteTarget.Marker(), "whole", "_delta_log/", WriteIntent.PUT);
    assertTrue(writing("loader").commitRights(new WriteTarget.Commit(0)).wholeTable());
  }

  @Test
  void aLogThatCannotBeReadLetsNothingBeWrittenThatItDecides() throws Exception {
    indexes.breakTable("trades");
    for (String key : List.of("new.parquet", commit(5), "dir/")) {
      assertInstanceOf(Unknowable.class, decide("owner", key, WriteIntent.PUT), key);
    }
    assertInstanceOf(Unknowable.class, decide("owner", "a.parquet", WriteIntent.DELETE));
    assertInstanceOf(
        Unknowable.class, writing("owner").decideDeletions(List.of("a.parquet")).get("a.parquet"));
  }

  @Test
  void claimsThatCannotBeKnownLetNoFileBeWritten() throws Exception {
    claims.setBroken(true);
    assertInstanceOf(Unknowable.class, decide("owner", "new.parquet", WriteIntent.PUT));
    assertInstanceOf(Unknowable.class, decide("owner", "a.parquet", WriteIntent.DELETE));
    assertTarget(new WriteTarget.Commit(5), "london", commit(5), WriteIntent.PUT);
  }

  @ParameterizedTest
  @EnumSource(WriteIntent.class)
  void aFilteredTableIsOnlyReadAndNotThereForStrangers(WriteIntent intent) throws Exception {
    for (String key : List.of("new.parquet", commit(5), CHECKPOINT, "dir/", "a.parquet", "")) {
      TableAccess owner = access(filtered, "owner");
      assertFalse(assertInstanceOf(Forbidden.class, owner.decideWrite(key, intent)).concealed());
      TableAccess nobody = access(filtered, "nobody");
      assertTrue(assertInstanceOf(Forbidden.class, nobody.decideWrite(key, intent)).concealed());
    }
    assertFalse(access(filtered, "owner").writing().mayMaintain());
  }

  @Test
  void theRightsOfACommitAreThoseOfItsWriter() throws Exception {
    CommitRights london = writing("london").commitRights(new WriteTarget.Commit(5));
    assertFalse(london.wholeTable());
    assertFalse(london.mayAlter());
    PartitionPolicy writes = Objects.requireNonNull(london.writes());
    assertTrue(writes.sees(new PartitionValues(List.of("XLON"))));
    assertFalse(writes.sees(new PartitionValues(List.of("XPAR"))));
    assertTrue(writing("whole").commitRights(new WriteTarget.Commit(5)).wholeTable());
    CommitRights loader = writing("loader").commitRights(new WriteTarget.Commit(5));
    assertFalse(loader.wholeTable(), "who reads nothing knows no file of others");
    assertTrue(loader.mayAlter());
    assertFalse(writing("whole").commitRights(new WriteTarget.Commit(5)).mayAlter());

    var unused = writing("london").claim(address("new.parquet"));
    Set<ObjectAddress> asked = Set.of(address("new.parquet"), address("orphan.parquet"));
    assertEquals(Set.of(address("new.parquet")), london.own().among(asked));
    assertEquals(Set.of(), loader.own().among(asked));
    claims.setBroken(true);
    assertThrows(Exception.class, () -> london.own().among(asked));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "_delta_log/0000000000000000005.json",
        "_delta_log/000000000000000000005.json",
        "_delta_log/5.json",
        "_delta_log/00000000000000000005.JSON",
        "_delta_log/00000000000000000005.json ",
        "_delta_log//00000000000000000005.json",
        "_delta_log/x/00000000000000000005.json",
        "_delta_log/_sidecars/x/y.parquet",
        "_DELTA_LOG/00000000000000000005.json",
        "_Delta_Log/_last_checkpoint",
        "dir/_DELTA_log/00000000000000000000.json",
        "_DELTA_INDEX/x",
        "_delta_log",
      })
  void whatOnlyLooksLikeTheLogIsNobodys(String key) throws Exception {
    for (WriteIntent intent : WriteIntent.values()) {
      assertForbidden("owner", key, intent);
    }
  }
}
