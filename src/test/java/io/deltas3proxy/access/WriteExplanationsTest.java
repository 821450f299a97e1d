package io.deltas3proxy.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.deltas3proxy.access.ObjectExplanation.Verdict;
import io.deltas3proxy.access.UncommittedFiles.Claim;
import io.deltas3proxy.access.WriteVerdict.Answer;
import io.deltas3proxy.accounts.UserStanding;
import io.deltas3proxy.delta.PartitionPolicy;
import io.deltas3proxy.delta.PartitionValues;
import io.deltas3proxy.delta.Table;
import io.deltas3proxy.delta.TableCatalog;
import io.deltas3proxy.delta.TableContents;
import io.deltas3proxy.delta.TableIndex;
import io.deltas3proxy.delta.TableTotals;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What administrators are told of who may change what. */
class WriteExplanationsTest extends WritersFixture {

  private static final String COMMIT = "_delta_log/0000000000000000000%d.json";
  private static final String XLON_RULE = "grant of london rule 0";
  private static final String NO_RULE = "no rule lets the caller write this table";

  private final Explanations explanations = explanations(controller);

  private Explanations explanations(GrantedAccessController access) {
    return new Explanations(WriteExplanationsTest::standing, access, indexes, new Counted());
  }

  private static UserStanding standing(String user) {
    return user.equals("gone")
        ? new UserStanding(true, Collections.emptySortedSet(), null)
        : UserStanding.STRANGER;
  }

  /** Counts without a log. */
  private static final class Counted implements TableContents {
    @Override
    public TableTotals partitionTotals(Table table, TableIndex index) {
      return new TableTotals(
          "fake", 4, index.schema(), List.of(partition("XLON", 2), partition("XPAR", 3)), 1);
    }

    private static TableTotals.Partition partition(@Nullable String mic, long files) {
      return new TableTotals.Partition(new PartitionValues(Arrays.asList(mic)), files, files * 100);
    }

    @Override
    public void close() {}
  }

  private static AskedCaller caller(String who) {
    return who.isEmpty() ? AskedCaller.ANONYMOUS : AskedCaller.user(who);
  }

  private ObjectExplanation object(String who, String path) throws Exception {
    return explanations.explain(caller(who), trades, path);
  }

  private TableExplanation table(String who) throws Exception {
    return explanations.explain(caller(who), trades, PartitionPage.first(10));
  }

  private static List<@Nullable String> writeRules(TableExplanation table) {
    return table.partitions().stream().map(PartitionView::writeRule).toList();
  }

  private static void assertNothing(String problem, WritingRights rights) {
    assertEquals(problem, rights.problem());
    assertEquals(Totals.NONE, rights.allowed());
    assertFalse(rights.writesWholeTable() || rights.mayAlter() || rights.mayMaintain());
  }

  @Test
  void aPartitionIsExplainedByTheRuleThatLetsItBeWritten() throws Exception {
    TableExplanation london = table("london");
    assertEquals(Arrays.asList(XLON_RULE, null), writeRules(london));
    assertNull(london.writing().problem());
    assertEquals(new Totals(1, 2, 200), london.writing().allowed());
    assertFalse(london.writing().writesWholeTable());
    assertFalse(london.writing().mayAlter());
    assertFalse(london.writing().mayMaintain());
    TableExplanation paris = table("paris");
    assertEquals(Totals.NONE, paris.allowed(), "to write is not to see");
    assertEquals(Arrays.asList(null, "grant of paris rule 0"), writeRules(paris));
  }

  @Test
  void rightsOnTheWholeTableAreToldApart() throws Exception {
    WritingRights owner = table("owner").writing();
    assertTrue(owner.writesWholeTable() && owner.mayAlter() && owner.mayMaintain());
    assertEquals(new Totals(2, 5, 500), owner.allowed());
    WritingRights loader = table("loader").writing();
    assertTrue(loader.writesWholeTable() && loader.mayAlter());
    assertFalse(loader.mayMaintain());
    WritingRights janitor = table("janitor").writing();
    assertTrue(janitor.mayMaintain());
    assertFalse(janitor.writesWholeTable() || janitor.mayAlter());
  }

  @Test
  void whoMayWriteNothingIsToldWhy() throws Exception {
    for (String who : List.of("reader", "keeper", "nobody", "")) {
      TableExplanation table = table(who);
      assertNothing(NO_RULE, table.writing());
      assertEquals(Arrays.asList(null, null), writeRules(table), who);
    }
    WritingRights misfit = table("misfit").writing();
    assertNothing("no rule for writing fits the table's partition columns", misfit);
    assertNotNull(misfit.rules().getFirst().problem());
    assertNothing("the user is disabled", table("gone").writing());
    TableExplanation view =
        explanations.explain(caller("owner"), filtered, PartitionPage.first(10));
    assertNothing("a filtered table is only read", view.writing());
    assertEquals(Arrays.asList(null, null), writeRules(view));
  }

  @Test
  void whereNothingIsWrittenNobodyIsSaidToWrite() throws Exception {
    try (GrantedAccessController readOnly =
        new GrantedAccessController(
            book.sources(), new TableCatalog(List.of(trades)), indexes, clock)) {
      Explanations told = explanations(readOnly);
      String problem = "nothing is written through this proxy: readOnly is true";
      TableExplanation table = told.explain(caller("owner"), trades, PartitionPage.first(10));
      assertNothing(problem, table.writing());
      assertEquals(Arrays.asList(null, null), writeRules(table));
      ObjectExplanation why = told.explain(caller("owner"), trades, "a.parquet");
      assertEquals(Verdict.ALLOWED, why.verdict());
      assertEquals(WriteVerdict.forbidden(problem), why.put());
      assertEquals(WriteVerdict.forbidden(problem), why.delete());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"london", "paris", "reader", "whole", "janitor", "keeper", "misfit"})
  void partitionsAreToldAsCommitsAreJudged(String who) throws Exception {
    PartitionPolicy policy = writing(who).policy();
    for (PartitionView partition : table(who).partitions()) {
      assertEquals(
          policy.sees(new PartitionValues(List.copyOf(partition.values().values()))),
          partition.writeRule() != null,
          who + " " + partition.values());
    }
  }

  private void assertAnswers(Answer put, Answer delete, String who, String path) throws Exception {
    ObjectExplanation why = object(who, path);
    assertEquals(put, why.put().answer(), who + " puts " + path + ": " + why.put());
    assertEquals(delete, why.delete().answer(), who + " deletes " + path + ": " + why.delete());
  }

  @Test
  void whatIsDecidedOnAnObjectIsTold() throws Exception {
    assertAnswers(Answer.ALLOWED, Answer.FORBIDDEN, "london", "new.parquet");
    assertAnswers(Answer.ALLOWED, Answer.FORBIDDEN, "london", COMMIT.formatted(5));
    assertAnswers(Answer.TAKEN, Answer.FORBIDDEN, "london", COMMIT.formatted(4));
    assertAnswers(Answer.FORBIDDEN, Answer.FORBIDDEN, "london", COMMIT.formatted(6));
    assertAnswers(Answer.FORBIDDEN, Answer.ALLOWED, "janitor", "a.parquet");
    assertAnswers(Answer.FORBIDDEN, Answer.FORBIDDEN, "janitor", "b.parquet");
    assertAnswers(Answer.TAKEN, Answer.ALLOWED, "owner", COMMIT.formatted(4));
    assertAnswers(Answer.ALLOWED, Answer.ALLOWED, "owner", "_delta_log/_last_checkpoint");
    assertAnswers(Answer.FORBIDDEN, Answer.FORBIDDEN, "owner", "_delta_index/x");
    assertAnswers(Answer.FORBIDDEN, Answer.FORBIDDEN, "owner", "");
    ObjectExplanation why = object("london", "a.parquet");
    assertEquals(WriteVerdict.forbidden("a file that the log names"), why.put());
    assertEquals(
        WriteVerdict.forbidden("a file that the log names needs the right to maintain the table"),
        why.delete());
    for (String who : List.of("reader", "keeper", "nobody", "")) {
      assertEquals(WriteVerdict.forbidden(NO_RULE), object(who, "new.parquet").put(), who);
      assertEquals(WriteVerdict.forbidden(NO_RULE), object(who, "a.parquet").delete(), who);
    }
    WriteVerdict disabled = WriteVerdict.forbidden("the user is disabled");
    assertEquals(disabled, object("gone", "new.parquet").put());
    assertEquals(disabled, object("gone", "new.parquet").delete());
  }

  @Test
  void whoseAnUncommittedFileIsDecides() throws Exception {
    assertEquals(Claim.NEW, writing("london").claim(address("new.parquet")));
    assertAnswers(Answer.ALLOWED, Answer.ALLOWED, "london", "new.parquet");
    assertAnswers(Answer.FORBIDDEN, Answer.FORBIDDEN, "paris", "new.parquet");
    ObjectExplanation own = object("london", "new.parquet");
    assertEquals(Verdict.ALLOWED, own.verdict());
    assertFalse(own.reason().contains("null"), own.reason());
    assertNull(own.grounds().rule());
  }

  @Test
  void toExplainClaimsNothing() throws Exception {
    assertAnswers(Answer.ALLOWED, Answer.FORBIDDEN, "london", "new.parquet");
    assertAnswers(Answer.ALLOWED, Answer.FORBIDDEN, "paris", "new.parquet");
    assertEquals(
        Map.of(), claims.owners(trades.location().storeName(), List.of(address("new.parquet"))));
    assertEquals(Claim.NEW, writing("paris").claim(address("new.parquet")));
  }

  @Test
  void whatCannotBeKnownIsNotToldAsADecision() throws Exception {
    claims.setBroken(true);
    assertAnswers(Answer.UNKNOWABLE, Answer.UNKNOWABLE, "london", "new.parquet");
    claims.setBroken(false);
    indexes.breakTable("trades");
    assertAnswers(Answer.UNKNOWABLE, Answer.UNKNOWABLE, "london", "new.parquet");
    assertAnswers(Answer.FORBIDDEN, Answer.FORBIDDEN, "reader", "new.parquet");
  }

  private SightChange tried(String who, GrantChange change) throws Exception {
    return explanations
        .dryRun(List.of(caller(who)), trades, List.of(change), clock.instant())
        .getFirst();
  }

  private static Grant given(String who, Set<Privilege> privileges, PartitionRule rule) {
    return new Grant("new", new Grantee.User(who), "trades", privileges, List.of(rule), null, null);
  }

  private static PartitionRule xpar() {
    return new PartitionRule(Map.of("MIC", ValueCondition.is("XPAR")));
  }

  @Test
  void aGrantToWriteShowsWhatCouldBeWritten() throws Exception {
    Set<Privilege> both = Set.of(Privilege.READ, Privilege.WRITE);
    SightChange change = tried("reader", new GrantChange.Add(given("reader", both, xpar())));
    assertEquals(Totals.NONE, change.gained().totals(), "all was seen before");
    assertNothing(NO_RULE, change.writing().before());
    assertNull(change.writing().after().problem());
    assertEquals(new Totals(1, 3, 300), change.writing().after().allowed());
    assertEquals("new[0]", change.writing().gained().first().getFirst().rule());
    assertEquals(Totals.NONE, change.writing().lost().totals());
    assertNothing(NO_RULE, table("reader").writing());
  }

  @Test
  void aGrantThatIsTakenAwayShowsWhatCouldNoMoreBeWritten() throws Exception {
    SightChange.Writing london =
        tried("london", new GrantChange.Remove("grant of london")).writing();
    assertEquals(new Totals(1, 2, 200), london.before().allowed());
    assertNothing(NO_RULE, london.after());
    assertEquals(XLON_RULE, london.lost().first().getFirst().rule());
    SightChange.Writing owner =
        tried(
                "owner",
                new GrantChange.Rules(
                    new Grantee.User("owner"), "trades", List.of(new PartitionRule(Map.of()))))
            .writing();
    assertTrue(owner.before().mayAlter());
    assertNothing(NO_RULE, owner.after());
    assertEquals(new Totals(2, 5, 500), owner.lost().totals(), "such rules are to read alone");
  }

  @ParameterizedTest
  @EnumSource(
      value = Privilege.class,
      names = {"ALTER", "MAINTAIN"})
  void rightsOnTheWholeTableCountForWhoWritesAlone(Privilege privilege) throws Exception {
    SightChange.Writing reader =
        tried("reader", new GrantChange.Add(given("reader", Set.of(privilege), xpar()))).writing();
    assertNothing(NO_RULE, reader.after());
    WritingRights london =
        tried("london", new GrantChange.Add(given("london", Set.of(privilege), xpar())))
            .writing()
            .after();
    assertEquals(privilege == Privilege.ALTER, london.mayAlter());
    assertEquals(privilege == Privilege.MAINTAIN, london.mayMaintain());
    assertEquals(new Totals(1, 2, 200), london.allowed());
  }
}
