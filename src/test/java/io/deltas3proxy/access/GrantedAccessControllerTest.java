package io.deltas3proxy.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.deltas3proxy.access.AccessDecision.Allowed;
import io.deltas3proxy.access.AccessDecision.Forbidden;
import io.deltas3proxy.access.AccessDecision.Missing;
import io.deltas3proxy.access.AccessDecision.Subject;
import io.deltas3proxy.access.AccessDecision.Unknowable;
import io.deltas3proxy.accounts.AccountsUnavailableException;
import io.deltas3proxy.delta.DeltaType;
import io.deltas3proxy.delta.PartitionColumn;
import io.deltas3proxy.delta.PartitionSchema;
import io.deltas3proxy.delta.Table;
import io.deltas3proxy.delta.TableCatalog;
import io.deltas3proxy.delta.TableLocation;
import io.deltas3proxy.storage.ListingPage;
import io.deltas3proxy.storage.ListingRequest;
import io.deltas3proxy.storage.ObjectAddress;
import io.deltas3proxy.storage.ObjectContent;
import io.deltas3proxy.storage.ObjectStore;
import io.deltas3proxy.storage.PresignRequest;
import io.deltas3proxy.storage.ReadHead;
import io.deltas3proxy.storage.ReadRequest;
import io.deltas3proxy.testing.FakeTableIndex;
import io.deltas3proxy.testing.FakeTableIndexes;
import io.deltas3proxy.testing.FixedAccess;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GrantedAccessControllerTest {

  private static final PartitionSchema BY_MIC =
      new PartitionSchema(List.of(new PartitionColumn("MIC", "col-mic", DeltaType.STRING)));

  private final Table trades =
      new Table("trades", new TableLocation(new UntouchableStore(), "physical", "gold/trades"));
  private final FakeTableIndex index =
      new FakeTableIndex(BY_MIC, "gold/trades/")
          .file("02/part-1.parquet", "XLON")
          .file("02/part-2.parquet", "XPAR")
          .file("MIC=XLON/looks-allowed.parquet", "XPAR")
          .file("7f/part-3.parquet", "XPAR")
          .file("9a/part-4.parquet", new String[] {null})
          .unresolvedFile("02/part-5.parquet");
  private final FakeTableIndexes indexes = new FakeTableIndexes().with("trades", index);

  @Test
  void aFileIsAllowedExactlyWhenItsPartitionIs() {
    TableAccess access = access(rule("MIC", "XLON"));
    Allowed allowed = assertInstanceOf(Allowed.class, access.decide("02/part-1.parquet"));
    assertEquals(Subject.FILE, allowed.subject());
    assertEquals(new ObjectAddress("physical", "gold/trades/02/part-1.parquet"), allowed.address());
    assertInstanceOf(Forbidden.class, access.decide("02/part-2.parquet"));
    assertInstanceOf(Forbidden.class, access.decide("9a/part-4.parquet"));
  }

  @Test
  void whatAPathLooksLikeDecidesNothing() {
    assertInstanceOf(
        Forbidden.class, access(rule("MIC", "XLON")).decide("MIC=XLON/looks-allowed.parquet"));
  }

  @Test
  void rulesOfATableAreUnited() {
    TableAccess access = access(rule("MIC", "XLON"), rule("MIC", null));
    assertInstanceOf(Allowed.class, access.decide("02/part-1.parquet"));
    assertInstanceOf(Allowed.class, access.decide("9a/part-4.parquet"));
    assertInstanceOf(Forbidden.class, access.decide("7f/part-3.parquet"));
  }

  @Test
  void withoutARuleEverythingIsForbiddenAndNothingIsListed() throws Exception {
    TableAccess access = access();
    assertFalse(access.any());
    for (String key :
        List.of("", "02/part-1.parquet", "_delta_log/_last_checkpoint", "nothing", "02/")) {
      assertInstanceOf(Forbidden.class, access.decide(key), key);
      assertFalse(access.lists(key), key);
    }
    assertFalse(access.listsDirectory("_delta_log/"));
    assertFalse(access.listsDirectory("02/"));
  }

  @Test
  void theLogIsForEveryoneWhoMaySeeAnythingOfTheTable() throws Exception {
    TableAccess access = access(rule("MIC", "XLON"));
    Allowed allowed =
        assertInstanceOf(Allowed.class, access.decide("_delta_log/00000000000000000000.json"));
    assertEquals(Subject.LOG, allowed.subject());
    assertTrue(access.lists("_delta_log/00000000000000000000.json"));
    assertTrue(access.listsDirectory("_delta_log/"));
  }

  @Test
  void aDataFileThatAWriterPutAmongTheLogsFilesIsJudgedAsADataFile() throws Exception {
    index.file("_delta_log/smuggled.parquet", "XPAR").file("_delta_log/open.parquet", "XLON");
    TableAccess access = access(rule("MIC", "XLON"));
    assertInstanceOf(Forbidden.class, access.decide("_delta_log/smuggled.parquet"));
    assertFalse(access.lists("_delta_log/smuggled.parquet"));
    assertInstanceOf(Allowed.class, access.decide("_delta_log/open.parquet"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "_delta_logx/00000000000000000000.json",
        "_delta_log_evil/x",
        "_delta_log",
        "_DELTA_LOG/00000000000000000000.json",
        "_change_data/unknown.parquet",
        "deletion_vector_00000000-0000-0000-0000-000000000000.bin",
        "02/part-1.parquet/",
        "02/part-1.parquet;x=1",
        "02//part-1.parquet",
        "/02/part-1.parquet",
        "02\\part-1.parquet",
        "02%2Fpart-1.parquet",
        "metadata/v1.metadata.json",
        "02/PART-1.parquet",
        "02",
        "",
      })
  void aKeyThatNoLogKnowsIsMissing(String key) throws Exception {
    TableAccess access = access(rule("MIC", "XLON"));
    assertInstanceOf(Missing.class, access.decide(key));
    assertFalse(access.lists(key));
  }

  @ParameterizedTest
  @ValueSource(strings = {"_delta_index", "_delta_index/x.parquet"})
  void thePlatformsIndexIsNobodys(String key) throws Exception {
    TableAccess access = access(new PartitionRule(Map.of()));
    assertInstanceOf(Forbidden.class, access.decide(key));
    assertFalse(access.lists(key));
    assertFalse(access.listsDirectory("_delta_index/"));
  }

  @Test
  void aFileWhosePartitionIsNotToldIsForbiddenEvenToThoseWhoSeeAll() throws Exception {
    TableAccess access = access(new PartitionRule(Map.of()));
    assertInstanceOf(Forbidden.class, access.decide("02/part-5.parquet"));
    assertFalse(access.lists("02/part-5.parquet"));
  }

  @Test
  void anUnknownFileIsLookedForInNewCommitsAndJudgedByThem() {
    TableAccess access = access(rule("MIC", "XLON"));
    indexes.onRefresh(
        () -> index.file("02/new-1.parquet", "XLON").file("02/new-2.parquet", "XMIL"));
    assertInstanceOf(Allowed.class, access.decide("02/new-1.parquet"));
    assertEquals(1, indexes.refreshes());
    assertInstanceOf(Forbidden.class, access.decide("02/new-2.parquet"));
    assertEquals(1, indexes.refreshes(), "the second file was known by then");
  }

  @Test
  void aProbeForADirectoryDoesNotLookForNewCommits() {
    TableAccess access = access(rule("MIC", "XLON"));
    assertInstanceOf(Missing.class, access.decide("02"));
    assertInstanceOf(Missing.class, access.decide("02/"));
    assertEquals(0, indexes.refreshes());
  }

  @Test
  void aDirectoryIsListedOnlyWhenSomethingInItIsVisible() throws Exception {
    TableAccess access = access(rule("MIC", "XLON"));
    assertTrue(access.listsDirectory("02/"));
    assertFalse(access.listsDirectory("7f/"));
    assertFalse(access.listsDirectory("MIC=XLON/"));
    assertFalse(access.listsDirectory("ff/"));
  }

  @Test
  void aDirectoryThatWasHiddenIsListedOnceACommitPutsAVisibleFileThere() throws Exception {
    TableAccess access = access(rule("MIC", "XLON"));
    assertFalse(access.listsDirectory("7f/"));
    indexes.onRefresh(() -> index.file("7f/new.parquet", "XLON"));
    assertTrue(access.listsDirectory("7f/"));
  }

  @Test
  void aTableWhoseLogCannotBeKnownGivesNoFile() {
    indexes.breakTable("trades");
    TableAccess access = access(rule("MIC", "XLON"));
    assertInstanceOf(Unknowable.class, access.decide("02/part-1.parquet"));
    assertInstanceOf(Allowed.class, access.decide("_delta_log/_last_checkpoint"));
  }

  @Test
  void aRuleThatDoesNotFitTheTableAllowsNothingAndTheOthersHold() {
    TableAccess access = access(rule("venue", "XPAR"), rule("MIC", "XLON"));
    assertInstanceOf(Allowed.class, access.decide("02/part-1.parquet"));
    assertInstanceOf(Forbidden.class, access.decide("02/part-2.parquet"));
    assertEquals(
        List.of("venue"),
        RuleCheck.check(List.of(rule("venue", "XPAR"), rule("MIC", "XLON")), BY_MIC).stream()
            .map(RuleCheck.Problem::column)
            .toList());
  }

  @Test
  void aNewIndexOfTheTableIsJudgedByItsOwnPartitions() {
    TableAccess access = access(rule("MIC", "XLON"));
    assertInstanceOf(Forbidden.class, access.decide("02/part-2.parquet"));
    indexes.with(
        "trades",
        new FakeTableIndex(BY_MIC, "gold/trades/")
            .file("02/part-2.parquet", "XLON")
            .file("02/part-1.parquet", "XPAR"));
    assertInstanceOf(Allowed.class, access.decide("02/part-2.parquet"));
    assertInstanceOf(Forbidden.class, access.decide("02/part-1.parquet"));
  }

  private static PartitionRule rule(
      String column, @org.jspecify.annotations.Nullable String value) {
    return new PartitionRule(Map.of(column, ValueCondition.is(value)));
  }

  private TableAccess access(PartitionRule... rules) {
    try {
      return FixedAccess.of(
              Map.of("trades", List.of(rules)), new TableCatalog(List.of(trades)), indexes)
          .tableAccess(Caller.ANONYMOUS, trades);
    } catch (AccountsUnavailableException e) {
      throw new AssertionError(e);
    }
  }

  /** No decision may ask the store for anything. */
  private static final class UntouchableStore implements ObjectStore {
    @Override
    public ReadHead head(ReadRequest request) {
      throw new AssertionError("asked for " + request);
    }

    @Override
    public ObjectContent get(ReadRequest request) {
      throw new AssertionError("asked for " + request);
    }

    @Override
    public ListingPage list(ListingRequest request) {
      throw new AssertionError("asked for " + request);
    }

    @Override
    public Optional<URI> presignGet(PresignRequest request) {
      throw new AssertionError("asked for " + request);
    }

    @Override
    public void close() {}
  }
}
