package io.deltas3proxy.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.deltas3proxy.access.AccessDecision.Allowed;
import io.deltas3proxy.access.AccessDecision.Forbidden;
import io.deltas3proxy.access.AccessDecision.Missing;
import io.deltas3proxy.accounts.AccountsUnavailableException;
import io.deltas3proxy.accounts.Principal;
import io.deltas3proxy.delta.DeltaType;
import io.deltas3proxy.delta.PartitionColumn;
import io.deltas3proxy.delta.PartitionSchema;
import io.deltas3proxy.delta.Table;
import io.deltas3proxy.delta.TableCatalog;
import io.deltas3proxy.delta.TableLocation;
import io.deltas3proxy.testing.FakeTableIndex;
import io.deltas3proxy.testing.FakeTableIndexes;
import io.deltas3proxy.testing.GrantBook;
import io.deltas3proxy.testing.MemoryObjectStore;
import io.deltas3proxy.testing.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whom grants give what, and for how long. */
class GrantsTest {

  private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");
  private static final PartitionSchema BY_DAY_AND_MIC =
      new PartitionSchema(
          List.of(
              new PartitionColumn("day", "col-1", DeltaType.DATE),
              new PartitionColumn("MIC", "col-2", DeltaType.STRING)));
  private static final String LONDON = "a.parquet";
  private static final String PARIS = "b.parquet";

  private final MemoryObjectStore store = new MemoryObjectStore();
  private final Table trades = table("trades");
  private final Table tradesEu = table("trades_eu");
  private final FakeTableIndex index = index("trades");
  private final FakeTableIndexes indexes =
      new FakeTableIndexes().with("trades", index).with("trades_eu", index("trades_eu"));
  private final GrantBook book = new GrantBook();
  private final SettableClock clock = new SettableClock(NOW);
  private final GrantedAccessController access =
      new GrantedAccessController(
          book.sources(), new TableCatalog(List.of(trades, tradesEu)), indexes, clock);

  @AfterEach
  void close() {
    access.close();
  }

  private Table table(String alias) {
    return new Table(alias, new TableLocation(store, "physical", alias));
  }

  private static FakeTableIndex index(String alias) {
    return new FakeTableIndex(BY_DAY_AND_MIC, alias + "/")
        .file(LONDON, "2024-01-02", "XLON")
        .file(PARIS, "2024-01-03", "XPAR");
  }

  private static Caller caller(String user, String... groups) {
    return new Caller(new Principal(user, new TreeSet<>(Set.of(groups)), false), "AKID" + user);
  }

  private static PartitionRule mic(@Nullable String value) {
    return new PartitionRule(Map.of("MIC", ValueCondition.is(value)));
  }

  private static Grant grant(String name, Grantee grantee, String pattern, PartitionRule... rules) {
    return Grant.toRead(name, grantee, pattern, List.of(rules));
  }

  private static Grant windowed(@Nullable Instant from, @Nullable Instant until) {
    return new Grant(
        "grant 1",
        new Grantee.User("alice"),
        "trades",
        Set.of(Privilege.READ),
        List.of(mic("XLON")),
        from,
        until);
  }

  private String seen(Caller caller) throws AccountsUnavailableException {
    return seen(caller, trades);
  }

  /** The letters of the files that the caller may read. */
  private String seen(Caller caller, Table table) throws AccountsUnavailableException {
    TableAccess sight = access.tableAccess(caller, table);
    StringBuilder seen = new StringBuilder();
    for (String key : List.of(LONDON, PARIS)) {
      if (sight.decide(key) instanceof Allowed) {
        seen.append(key.charAt(0));
      }
    }
    return seen.toString();
  }

  @Test
  void everyUserSeesTheirOwnAtTheSameTime() throws Exception {
    book.give(grant("grant 1", new Grantee.User("alice"), "trades", mic("XLON")))
        .give(grant("grant 2", new Grantee.User("bob"), "trades", mic("XPAR")))
        .give(grant("grant 3", new Grantee.User("carol"), "trades", mic("XLON"), mic("XPAR")));
    for (int round = 0; round < 3; round++) {
      assertEquals("a", seen(caller("alice")));
      assertEquals("b", seen(caller("bob")));
      assertEquals("ab", seen(caller("carol")));
      assertEquals("", seen(caller("dave")));
      assertEquals("", seen(Caller.ANONYMOUS));
      assertEquals("", seen(Caller.claiming("AKIDalice")), "a claim is nobody");
    }
  }

  @Test
  void usersGroupsAndEveryoneAreUnited() throws Exception {
    book.give(grant("grant 1", new Grantee.User("alice"), "trades", mic("XLON")))
        .give(grant("grant 2", new Grantee.Group("paris"), "trades", mic("XPAR")));
    assertEquals("a", seen(caller("alice")));
    assertEquals("ab", seen(caller("alice", "paris", "others")));
    assertEquals("b", seen(caller("bob", "paris")));
    book.give(grant("grant 3", new Grantee.Everyone(), "trades", mic("XPAR")));
    assertEquals("ab", seen(caller("alice")));
    assertEquals("b", seen(Caller.ANONYMOUS));
  }

  @Test
  void aUserAndAGroupOfOneNameAreNotTheSame() throws Exception {
    book.give(grant("grant 1", new Grantee.Group("alice"), "trades", mic("XLON")));
    assertEquals("", seen(caller("alice")));
    assertEquals("a", seen(caller("bob", "alice")));
  }

  @Test
  void aSessionOfAGroupAloneHasNotTheRightsOfTheUser() throws Exception {
    book.give(grant("grant 1", new Grantee.User("alice"), "trades", mic("XLON")))
        .give(grant("grant 2", new Grantee.Group("paris"), "trades", mic("XPAR")));
    Caller session =
        new Caller(new Principal("alice", new TreeSet<>(Set.of("paris")), true), "ASIA1");
    assertEquals("b", seen(session));
    assertEquals("ab", seen(caller("alice", "paris")));
  }

  @Test
  void patternsAreForTheTablesThatTheyFit() throws Exception {
    book.give(grant("grant 1", new Grantee.User("alice"), "trades*", mic("XLON")))
        .give(grant("grant 2", new Grantee.User("bob"), "*_eu", mic("XLON")))
        .give(grant("grant 3", new Grantee.User("carol"), "TRADES*", mic("XLON")));
    assertEquals("a", seen(caller("alice"), trades));
    assertEquals("a", seen(caller("alice"), tradesEu));
    assertEquals("", seen(caller("bob"), trades));
    assertEquals("a", seen(caller("bob"), tradesEu));
    assertEquals("", seen(caller("carol"), trades));
  }

  @Test
  void leaveToWriteIsNoLeaveToRead() throws Exception {
    book.give(
        new Grant(
            "grant 1",
            new Grantee.User("alice"),
            "trades",
            Set.of(Privilege.WRITE),
            List.of(mic("XLON")),
            null,
            null));
    assertFalse(access.tableAccess(caller("alice"), trades).any());
    assertEquals("", seen(caller("alice")));
  }

  @Test
  void aGrantHoldsFromItsFirstMomentUntilItsLast() throws Exception {
    book.give(windowed(NOW.plusSeconds(10), NOW.plusSeconds(20)));
    assertEquals("", seen(caller("alice")));
    clock.advance(Duration.ofMillis(9_999));
    assertEquals("", seen(caller("alice")));
    clock.advance(Duration.ofMillis(1));
    assertEquals("a", seen(caller("alice")));
    clock.advance(Duration.ofMillis(9_999));
    assertEquals("a", seen(caller("alice")));
    clock.advance(Duration.ofMillis(1));
    assertEquals("", seen(caller("alice")));
    assertEquals(1, book.loads(), "nothing was asked for again");
  }

  @Test
  void aClockThatIsSetBackBringsNoGrantForward() throws Exception {
    book.give(windowed(NOW.plusSeconds(10), null));
    clock.advance(Duration.ofSeconds(10));
    assertEquals("a", seen(caller("alice")));
    clock.advance(Duration.ofSeconds(-1));
    assertEquals("", seen(caller("alice")));
  }

  @Test
  void windowsMayLieAsFarAsTimeGoes() throws Exception {
    book.give(windowed(Instant.MIN, Instant.MAX));
    assertEquals("a", seen(caller("alice")));
  }

  @Test
  void whatIsTakenAwayIsGoneWithTheNextRequest() throws Exception {
    book.give(grant("grant 1", new Grantee.User("alice"), "trades", mic("XLON")));
    assertEquals("a", seen(caller("alice")));
    book.take("grant 1");
    assertEquals("", seen(caller("alice")));
    book.give(grant("grant 2", new Grantee.User("alice"), "trades", mic("XPAR")));
    assertEquals("b", seen(caller("alice")));
  }

  @Test
  void whoLeavesAGroupLosesItsRights() throws Exception {
    book.give(grant("grant 1", new Grantee.Group("london"), "trades", mic("XLON")));
    assertEquals("a", seen(caller("alice", "london")));
    assertEquals("", seen(caller("alice")));
    assertEquals("a", seen(caller("alice", "london")));
  }

  @Test
  void grantsAreReadOnceForAllTablesOfACaller() throws Exception {
    book.give(grant("grant 1", new Grantee.User("alice"), "*", mic("XLON")));
    for (int i = 0; i < 5; i++) {
      assertEquals("a", seen(caller("alice"), trades));
      assertEquals("a", seen(caller("alice"), tradesEu));
    }
    assertEquals(1, book.loads());
    book.touch();
    assertEquals("a", seen(caller("alice"), trades));
    assertEquals(2, book.loads());
  }

  @Test
  void aFailureIsNeitherADenialNorKept() throws Exception {
    book.give(grant("grant 1", new Grantee.User("alice"), "trades", mic("XLON")));
    book.setBroken(true);
    assertThrows(AccountsUnavailableException.class, () -> seen(caller("alice")));
    book.setBroken(false);
    assertEquals("a", seen(caller("alice")));
    book.setBroken(true);
    assertEquals("a", seen(caller("alice")), "known, and not changed since");
    book.touch();
    assertThrows(AccountsUnavailableException.class, () -> seen(caller("alice")));
  }

  @Test
  void whatNobodyConfirmsDoesNotHold() throws Exception {
    book.give(grant("grant 1", new Grantee.User("alice"), "trades", mic("XLON")));
    assertEquals("a", seen(caller("alice")));
    book.setUnconfirmed(true);
    assertThrows(AccountsUnavailableException.class, () -> seen(caller("alice")));
    book.setUnconfirmed(false);
    assertEquals("a", seen(caller("alice")));
  }

  @Test
  void callersWithTheSameRulesShareThePartitionsThatTheyAllow() throws Exception {
    book.give(grant("grant 1", new Grantee.User("alice"), "trades", mic("XLON"), mic("XMIL")))
        .give(grant("grant 2", new Grantee.Group("london"), "trades", mic("XMIL"), mic("XLON")));
    assertEquals("a", seen(caller("alice")));
    int read = index.partitionsRead();
    assertNotEquals(0, read);
    for (int i = 0; i < 100; i++) {
      assertEquals("a", seen(caller("user" + i, "london")));
    }
    assertEquals(read, index.partitionsRead());
  }

  @Test
  void rulesAreTypedAndRangesHold() throws Exception {
    book.give(
        grant(
            "grant 1",
            new Grantee.User("alice"),
            "trades",
            new PartitionRule(
                Map.of("day", new ValueCondition.Range("2024-01-03", "2024-12-31")))));
    assertEquals("b", seen(caller("alice")));
  }

  @Test
  void aDecisionNamesItsPartitionAndRuleWhenAsked() throws Exception {
    book.give(grant("grant 17", new Grantee.User("alice"), "trades", mic("XETR"), mic("XLON")));
    TableAccess sight = access.tableAccess(caller("alice"), trades);
    Grounds allowed = assertInstanceOf(Allowed.class, sight.decide(LONDON)).grounds().orElseThrow();
    assertEquals("grant 17 rule 1", allowed.rule());
    assertEquals(List.of(Map.of("day", "2024-01-02", "MIC", "XLON")), allowed.partitions());
    assertEquals(ObjectKind.DATA, allowed.kind());
    Grounds forbidden =
        assertInstanceOf(Forbidden.class, sight.decide(PARIS)).grounds().orElseThrow();
    assertEquals(null, forbidden.rule());
    assertEquals(List.of(Map.of("day", "2024-01-03", "MIC", "XPAR")), forbidden.partitions());
    assertTrue(assertInstanceOf(Missing.class, sight.decide("c")).grounds().isEmpty());
    Grounds log =
        assertInstanceOf(Allowed.class, sight.decide("_delta_log/0.json")).grounds().orElseThrow();
    assertEquals(ObjectKind.LOG, log.kind());
    assertEquals("grant 17 rule 0", log.rule());
  }

  @Test
  void aCallerWithoutARuleIsToldApartInTheGrounds() throws Exception {
    Forbidden forbidden =
        assertInstanceOf(
            Forbidden.class, access.tableAccess(caller("dave"), trades).decide(LONDON));
    assertEquals("no rule for this table", forbidden.reason());
    assertEquals(
        List.of(Map.of("day", "2024-01-02", "MIC", "XLON")),
        forbidden.grounds().orElseThrow().partitions());
  }
}
