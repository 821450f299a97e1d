package io.deltas3proxy.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.deltas3proxy.access.ObjectExplanation.Verdict;
import io.deltas3proxy.accounts.AccountsUnavailableException;
import io.deltas3proxy.accounts.UserStanding;
import io.deltas3proxy.delta.DeltaType;
import io.deltas3proxy.delta.PartitionColumn;
import io.deltas3proxy.delta.PartitionSchema;
import io.deltas3proxy.delta.PartitionValues;
import io.deltas3proxy.delta.Table;
import io.deltas3proxy.delta.TableCatalog;
import io.deltas3proxy.delta.TableContents;
import io.deltas3proxy.delta.TableIndex;
import io.deltas3proxy.delta.TableLocation;
import io.deltas3proxy.delta.TableTotals;
import io.deltas3proxy.delta.TableUnavailableException;
import io.deltas3proxy.testing.FakeTableIndex;
import io.deltas3proxy.testing.FakeTableIndexes;
import io.deltas3proxy.testing.GrantBook;
import io.deltas3proxy.testing.MemoryObjectStore;
import io.deltas3proxy.testing.SettableClock;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What administrators are told of rights, and of changes before they make them. */
class ExplanationsTest {

  private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");
  private static final PartitionSchema BY_MIC =
      new PartitionSchema(List.of(new PartitionColumn("MIC", "col-7", DeltaType.STRING)));
  private static final Grantee ALICE = new Grantee.User("alice");

  private final Table trades =
      new Table("trades", new TableLocation(new MemoryObjectStore(), "physical", "trades"));
  private final FakeTableIndexes indexes =
      new FakeTableIndexes()
          .with(
              "trades",
              new FakeTableIndex(BY_MIC, "trades/")
                  .file("a.parquet", "XLON")
                  .file("_change_data/b.parquet", "XPAR")
                  .unresolvedFile("c.parquet"));
  private final GrantBook book = new GrantBook();
  private final GrantedAccessController access =
      new GrantedAccessController(
          book.sources(), new TableCatalog(List.of(trades)), indexes, new SettableClock(NOW));
  private final Explanations explanations =
      new Explanations(ExplanationsTest::standing, access, indexes, new Counted());

  private static UserStanding standing(String user) {
    return switch (user) {
      case "alice" -> new UserStanding(false, new TreeSet<>(Set.of("london")), null);
      case "gone" -> new UserStanding(true, new TreeSet<>(Set.of("london")), null);
      default -> UserStanding.STRANGER;
    };
  }

  /** Counts without a log. */
  private static final class Counted implements TableContents {
    @Override
    public TableTotals partitionTotals(Table table, TableIndex index) {
      return new TableTotals(
          "fake",
          9,
          BY_MIC,
          List.of(
              partition("XPAR", 3, 300),
              partition("XLON", 2, 200),
              partition(null, 1, 50),
              partition("XMIL", 4, 400)),
          1);
    }

    private static TableTotals.Partition partition(@Nullable String mic, long files, long bytes) {
      return new TableTotals.Partition(new PartitionValues(Arrays.asList(mic)), files, bytes);
    }

    @Override
    public void close() {}
  }

  @AfterEach
  void close() {
    access.close();
  }

  private static PartitionRule mic(@Nullable String value) {
    return new PartitionRule(Map.of("MIC", ValueCondition.is(value)));
  }

  private static Grant grant(String name, Grantee grantee, PartitionRule... rules) {
    return Grant.toRead(name, grantee, "trades", List.of(rules));
  }

  private static List<@Nullable String> mics(List<PartitionView> partitions) {
    return partitions.stream().map(partition -> partition.values().get("MIC")).toList();
  }

  @Test
  void anObjectIsExplainedByItsPartitionAndTheRule() throws Exception {
    book.give(grant("grant 17", ALICE, mic("XETR"), mic("XLON")));
    ObjectExplanation why = explanations.explain(AskedCaller.user("alice"), trades, "a.parquet");
    assertEquals(Verdict.ALLOWED, why.verdict());
    assertEquals("grant 17 rule 1", why.grounds().rule());
    assertEquals(List.of(Map.of("MIC", "XLON")), why.grounds().partitions());
    assertEquals(ObjectKind.DATA, why.grounds().kind());
    assertEquals(0, why.grounds().indexVersion());
    assertEquals(new TreeSet<>(Set.of("london")), why.caller().groups());
    assertEquals(2, why.rules().size());
  }

  @Test
  void aDenialIsExplainedByWhatTheFileIs() throws Exception {
    book.give(grant("grant 1", ALICE, mic("XLON")));
    ObjectExplanation why =
        explanations.explain(AskedCaller.user("alice"), trades, "_change_data/b.parquet");
    assertEquals(Verdict.FORBIDDEN, why.verdict());
    assertEquals(ObjectKind.CHANGE_DATA, why.grounds().kind());
    assertEquals(List.of(Map.of("MIC", "XPAR")), why.grounds().partitions());
    assertNull(why.grounds().rule());
    assertEquals("no rule allows the file's partition", why.reason());
  }

  @Test
  void whatIsMissingUnresolvedOrReservedIsToldApart() throws Exception {
    book.give(grant("grant 1", ALICE, new PartitionRule(Map.of())));
    AskedCaller alice = AskedCaller.user("alice");
    ObjectExplanation missing = explanations.explain(alice, trades, "nothing.parquet");
    assertEquals(Verdict.MISSING, missing.verdict());
    assertEquals(ObjectKind.UNKNOWN, missing.grounds().kind());
    assertEquals(Verdict.FORBIDDEN, explanations.explain(alice, trades, "c.parquet").verdict());
    ObjectExplanation reserved = explanations.explain(alice, trades, "_delta_index/x");
    assertEquals(Verdict.FORBIDDEN, reserved.verdict());
    assertEquals(ObjectKind.PLATFORM_INDEX, reserved.grounds().kind());
    ObjectExplanation log = explanations.explain(alice, trades, "_delta_log/0.json");
    assertEquals(Verdict.ALLOWED, log.verdict());
    assertEquals(ObjectKind.LOG, log.grounds().kind());
    assertEquals(Verdict.MISSING, explanations.explain(alice, trades, "").verdict());
  }

  @Test
  void aTableWhoseLogCannotBeKnownIsExplainedAsThat() throws Exception {
    book.give(grant("grant 1", ALICE, mic("XLON")));
    indexes.breakTable("trades");
    AskedCaller alice = AskedCaller.user("alice");
    ObjectExplanation why = explanations.explain(alice, trades, "a.parquet");
    assertEquals(Verdict.UNKNOWABLE, why.verdict());
    assertEquals(-1, why.grounds().indexVersion());
    assertThrows(
        TableUnavailableException.class,
        () -> explanations.explain(alice, trades, PartitionPage.first(10)));
  }

  @Test
  void rightsThatCannotBeKnownAreNotExplainedAsNone() {
    book.setBroken(true);
    assertThrows(
        AccountsUnavailableException.class,
        () -> explanations.explain(AskedCaller.user("alice"), trades, "a.parquet"));
  }

  @Test
  void aRuleThatDoesNotFitIsShownAsThat() throws Exception {
    book.give(grant("grant 1", ALICE, new PartitionRule(Map.of("venue", ValueCondition.is("X")))));
    ObjectExplanation why = explanations.explain(AskedCaller.user("alice"), trades, "a.parquet");
    assertEquals(Verdict.FORBIDDEN, why.verdict());
    assertEquals("the table is not partitioned by column venue", why.rules().getFirst().problem());
  }

  @Test
  void aDisabledUserHasNothing() throws Exception {
    book.give(grant("grant 1", new Grantee.Group("london"), mic("XLON")));
    AskedCaller gone = AskedCaller.user("gone");
    ObjectExplanation why = explanations.explain(gone, trades, "a.parquet");
    assertEquals(Verdict.FORBIDDEN, why.verdict());
    assertEquals("the user is disabled", why.reason());
    assertNull(why.grounds().rule());
    TableExplanation table = explanations.explain(gone, trades, PartitionPage.first(10));
    assertEquals(Totals.NONE, table.allowed());
  }

  @Test
  void groupsOfAnIdentityProviderAndRolesCount() throws Exception {
    book.give(grant("grant 1", new Grantee.Group("paris"), mic("XLON")))
        .give(grant("grant 2", new Grantee.User("eve"), mic("XPAR")));
    TreeSet<String> paris = new TreeSet<>(Set.of("paris"));
    assertEquals(List.of("XLON", "XPAR"), allowed(new AskedCaller("eve", paris, null)));
    assertEquals(List.of("XLON"), allowed(new AskedCaller("eve", paris, "paris")));
    assertEquals(List.of(), allowed(new AskedCaller("eve", paris, "london")));
    assertEquals(List.of("XPAR"), allowed(AskedCaller.user("eve")));
    assertEquals(List.of(), allowed(AskedCaller.ANONYMOUS));
  }

  private List<@Nullable String> allowed(AskedCaller caller) throws Exception {
    return mics(explanations.explain(caller, trades, new PartitionPage(0, 9, true)).partitions());
  }

  @Test
  void aTableIsExplainedByAllItsPartitions() throws Exception {
    book.give(grant("grant 1", ALICE, mic("XLON"), mic(null)));
    TableExplanation why =
        explanations.explain(AskedCaller.user("alice"), trades, PartitionPage.first(10));
    assertEquals(9, why.version());
    assertEquals(Arrays.asList(null, "XLON", "XMIL", "XPAR"), mics(why.partitions()));
    assertEquals(
        Arrays.asList("grant 1 rule 1", "grant 1 rule 0", null, null),
        why.partitions().stream().map(PartitionView::rule).toList());
    assertEquals(new Totals(2, 3, 250), why.allowed());
    assertEquals(new Totals(2, 7, 700), why.denied());
    assertEquals(1, why.unresolved());
    assertFalse(why.more());
  }

  @Test
  void partitionsComeInPages() throws Exception {
    book.give(grant("grant 1", ALICE, mic("XLON")));
    AskedCaller alice = AskedCaller.user("alice");
    TableExplanation first = explanations.explain(alice, trades, new PartitionPage(0, 3, null));
    assertEquals(Arrays.asList(null, "XLON", "XMIL"), mics(first.partitions()));
    assertTrue(first.more());
    TableExplanation second = explanations.explain(alice, trades, new PartitionPage(3, 3, null));
    assertEquals(List.of("XPAR"), mics(second.partitions()));
    assertFalse(second.more());
    assertEquals(first.denied(), second.denied());
    TableExplanation denied = explanations.explain(alice, trades, new PartitionPage(1, 1, false));
    assertEquals(List.of("XMIL"), mics(denied.partitions()));
    assertTrue(denied.more());
  }

  private List<SightChange> tried(GrantChange... changes) throws Exception {
    return explanations.dryRun(
        List.of(AskedCaller.user("alice"), AskedCaller.user("bob")), trades, List.of(changes), NOW);
  }

  @Test
  void aGrantThatIsAddedShowsWhatItWouldOpen() throws Exception {
    book.give(grant("grant 1", ALICE, mic("XLON")));
    List<SightChange> changes =
        tried(new GrantChange.Add(grant("new", ALICE, mic("XLON"), mic("XPAR"))));
    SightChange alice = changes.getFirst();
    assertEquals(new Totals(1, 2, 200), alice.sees().before());
    assertEquals(new Totals(2, 5, 500), alice.sees().after());
    assertEquals(List.of("XPAR"), mics(alice.gained().first()));
    assertEquals(new Totals(1, 3, 300), alice.gained().totals());
    assertEquals(Totals.NONE, alice.lost().totals());
    SightChange bob = changes.getLast();
    assertEquals(Totals.NONE, bob.sees().after());
  }

  @Test
  void aGrantThatIsTakenAwayShowsWhatItWouldClose() throws Exception {
    book.give(grant("grant 1", ALICE, mic("XLON"), mic("XPAR")))
        .give(grant("grant 2", new Grantee.Group("london"), mic("XPAR")));
    SightChange alice = tried(new GrantChange.Remove("grant 1")).getFirst();
    assertEquals(List.of("XLON"), mics(alice.lost().first()));
    assertEquals("grant 1 rule 0", alice.lost().first().getFirst().rule());
    assertEquals(new Totals(1, 3, 300), alice.sees().after(), "the group's right stays");
  }

  @Test
  void aGrantThatIsReplacedMayPassToAnother() throws Exception {
    book.give(grant("grant 1", ALICE, mic("XLON")));
    List<SightChange> changes =
        tried(
            new GrantChange.Replace(
                "grant 1", grant("grant 1", new Grantee.User("bob"), mic("XMIL"))));
    assertEquals(List.of("XLON"), mics(changes.getFirst().lost().first()));
    assertEquals(List.of(), mics(changes.getFirst().gained().first()));
    assertEquals(List.of("XMIL"), mics(changes.getLast().gained().first()));
  }

  @Test
  void aWholeSetOfRulesTakesThePlaceOfAllOfOneGrantee() throws Exception {
    book.give(grant("grant 1", ALICE, mic("XLON")))
        .give(grant("grant 2", ALICE, mic("XPAR")))
        .give(grant("grant 3", new Grantee.Everyone(), mic("XMIL")));
    SightChange alice =
        tried(new GrantChange.Rules(ALICE, "trades", List.of(mic("XPAR"), mic(null)))).getFirst();
    assertEquals(Arrays.asList((String) null), mics(alice.gained().first()));
    assertEquals(List.of("XLON"), mics(alice.lost().first()));
    SightChange nothing =
        tried(new GrantChange.Rules(new Grantee.Everyone(), "trades", List.of())).getLast();
    assertEquals(List.of("XMIL"), mics(nothing.lost().first()));
  }

  @Test
  void aGrantIsTriedForAMoment() throws Exception {
    Grant later =
        new Grant(
            "new",
            ALICE,
            "trades",
            Set.of(Privilege.READ),
            List.of(mic("XLON")),
            NOW.plusSeconds(60),
            null);
    List<GrantChange> changes = List.of(new GrantChange.Add(later));
    List<AskedCaller> alice = List.of(AskedCaller.user("alice"));
    assertEquals(
        Totals.NONE, explanations.dryRun(alice, trades, changes, NOW).getFirst().gained().totals());
    assertEquals(
        new Totals(1, 2, 200),
        explanations
            .dryRun(alice, trades, changes, NOW.plusSeconds(60))
            .getFirst()
            .gained()
            .totals());
  }

  @Test
  void aTrialChangesNothing() throws Exception {
    book.give(grant("grant 1", ALICE, mic("XLON")));
    var unused = tried(new GrantChange.Remove("grant 1"));
    assertEquals(
        Verdict.ALLOWED,
        explanations.explain(AskedCaller.user("alice"), trades, "a.parquet").verdict());
  }

  @Test
  void aTrialShowsRulesThatWouldNotFit() throws Exception {
    SightChange alice =
        tried(
                new GrantChange.Add(
                    grant(
                        "new",
                        ALICE,
                        new PartitionRule(Map.of("col-7", ValueCondition.is("XLON"))))))
            .getFirst();
    assertEquals(Totals.NONE, alice.gained().totals());
    assertEquals(
        "the table is not partitioned by column col-7", alice.rules().getFirst().problem());
  }
}
