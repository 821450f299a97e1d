package io.deltas3proxy.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.deltas3proxy.accounts.AccountConflictException;
import io.deltas3proxy.accounts.Principal;
import io.deltas3proxy.database.Database;
import io.deltas3proxy.database.DatabaseException;
import java.sql.PreparedStatement;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What grants of a database are, whichever database it is. */
abstract class GrantStoreContract {

  private static final Instant FROM = Instant.parse("2026-01-01T00:00:00Z");
  private static final Instant UNTIL = Instant.parse("2027-01-01T00:00:00.123Z");
  private static final PartitionRule LONDON =
      new PartitionRule(Map.of("MIC", ValueCondition.is("XLON")));
  private static final PartitionRule TYPED =
      new PartitionRule(
          Map.of(
              "day", new ValueCondition.Range("2026-01-01", null),
              "MIC", new ValueCondition.OneOf(Arrays.asList("X'; --", null, "\u00e9\"")),
              "any", new ValueCondition.Any()));

  private JdbcGrantStore store;
  private JdbcGrantSource source;

  /** An empty database with the tables that the product makes. */
  abstract Database database();

  @BeforeEach
  void open() throws Exception {
    store = new JdbcGrantStore(database(), Clock.systemUTC());
    source = new JdbcGrantSource(database());
    run("INSERT INTO users (name) VALUES ('alice')");
    run("INSERT INTO users (name) VALUES ('bob')");
    run("INSERT INTO groups (name) VALUES ('london')");
  }

  private void run(String sql, Object... parameters) throws DatabaseException {
    var unused =
        database()
            .<Integer, RuntimeException>write(connection -> {
              try (PreparedStatement statement = connection.prepareStatement(sql)) {
                for (int i = 0; i < parameters.length; i++) {
                  statement.setObject(i + 1, parameters[i]);
                }
                return statement.executeUpdate();
              }
            });
  }

  private static Grant grant(Grantee grantee, PartitionRule... rules) {
    return Grant.toRead("new", grantee, "trades", List.of(rules));
  }

  private static Caller caller(String user, String... groups) {
    return new Caller(new Principal(user, new TreeSet<>(Set.of(groups)), false), null);
  }

  private List<String> names(Caller caller) throws Exception {
    return source.grantsOf(caller).stream().map(Grant::name).toList();
  }

  @Test
  void aGrantComesBackAsItWasGiven() throws Exception {
    Grant given =
        new Grant(
            "new",
            new Grantee.User("alice"),
            "trades*",
            Set.of(Privilege.READ, Privilege.WRITE),
            List.of(TYPED, new PartitionRule(Map.of())),
            FROM,
            UNTIL);
    GrantStore.Stored stored = store.add(given);
    Grant grant = stored.grant();
    assertEquals("grant " + stored.id(), grant.name());
    assertEquals(
        given,
        new Grant(
            "new",
            grant.grantee(),
            grant.tablePattern(),
            grant.privileges(),
            grant.rules(),
            grant.validFrom(),
            grant.validUntil()));
    assertEquals(stored, store.grant(stored.id()).orElseThrow());
    assertEquals(List.of(grant), source.grantsOf(caller("alice")));
  }

  @Test
  void callersGetWhatIsForThem() throws Exception {
    String alice = store.add(grant(new Grantee.User("alice"), LONDON)).grant().name();
    String group = store.add(grant(new Grantee.Group("london"), LONDON)).grant().name();
    String everyone = store.add(grant(new Grantee.Everyone(), LONDON)).grant().name();
    assertEquals(List.of(everyone), names(Caller.ANONYMOUS));
    assertEquals(List.of(everyone), names(Caller.claiming("alice")));
    assertEquals(List.of(everyone, alice), names(caller("alice")));
    assertEquals(List.of(everyone, group), names(caller("bob", "london", "other")));
    assertEquals(List.of(everyone), names(caller("london", "alice")), "kinds are apart");
    Caller session =
        new Caller(new Principal("alice", new TreeSet<>(Set.of("london")), true), null);
    assertEquals(List.of(everyone, group), names(session));
  }

  @Test
  void aNameThatNoDatabaseCanHoldIsOneWithoutGrants() throws Exception {
    var unused = store.add(grant(new Grantee.User("alice"), LONDON));
    String group = store.add(grant(new Grantee.Group("london"), LONDON)).grant().name();
    String everyone = store.add(grant(new Grantee.Everyone(), LONDON)).grant().name();
    for (String name : List.of("alice\u0000", "\u0000alice", "\ud800")) {
      assertEquals(List.of(everyone), names(caller(name)));
      assertEquals(List.of(everyone, group), names(caller(name, "london", name)));
    }
  }

  @Test
  void aUserMayBeInManyGroups() throws Exception {
    String name = store.add(grant(new Grantee.Group("london"), LONDON)).grant().name();
    TreeSet<String> many =
        IntStream.range(0, 1500)
            .mapToObj(i -> "group " + i)
            .collect(Collectors.toCollection(TreeSet::new));
    many.add("london");
    assertEquals(List.of(name), names(new Caller(new Principal("alice", many, false), null)));
  }

  @Test
  void grantsAreReplacedAndRemoved() throws Exception {
    long id = store.add(grant(new Grantee.User("alice"), LONDON)).id();
    store.replace(id, grant(new Grantee.User("bob"), TYPED));
    assertEquals(List.of(), names(caller("alice")));
    assertEquals(List.of("grant " + id), names(caller("bob")));
    store.remove(id);
    assertEquals(List.of(), names(caller("bob")));
    assertTrue(store.grant(id).isEmpty());
  }

  @Test
  void whatIsNotThereIsAConflict() throws Exception {
    assertThrows(AccountConflictException.class, () -> store.remove(99));
    assertThrows(
        AccountConflictException.class,
        () -> store.replace(99, grant(new Grantee.User("alice"), LONDON)));
  }

  @Test
  void aGrantMayBeForSomebodyWhoHasNoAccountHere() throws Exception {
    String name = store.add(grant(new Grantee.User("corp:ada"), LONDON)).grant().name();
    assertEquals(List.of(name), names(caller("corp:ada")));
  }

  @Test
  void aNameThatNotEveryDatabaseHoldsIsRefused() throws Exception {
    for (String name : List.of("a\u0000", "\ud800", "a\nb")) {
      Grant odd = grant(new Grantee.User(name), LONDON);
      AccountConflictException e =
          assertThrows(AccountConflictException.class, () -> store.add(odd));
      assertEquals(AccountConflictException.Kind.INVALID, e.kind());
      Grant oddTable = Grant.toRead("new", new Grantee.Everyone(), "t" + name, List.of(LONDON));
      assertThrows(AccountConflictException.class, () -> store.add(oddTable));
    }
    Grant endless = grant(new Grantee.Group("n".repeat(256)), LONDON);
    assertThrows(AccountConflictException.class, () -> store.add(endless));
    assertEquals(List.of(), store.grants(0, 10));
  }

  @Test
  void aMomentThatNoDatabaseHoldsIsRefused() {
    Grant endless =
        new Grant(
            "new",
            new Grantee.User("alice"),
            "trades",
            Set.of(Privilege.READ),
            List.of(LONDON),
            null,
            Instant.MAX);
    AccountConflictException e =
        assertThrows(AccountConflictException.class, () -> store.add(endless));
    assertEquals(AccountConflictException.Kind.INVALID, e.kind());
  }

  @Test
  void grantsComeInPages() throws Exception {
    for (int i = 0; i < 5; i++) {
      store.add(grant(new Grantee.User("alice"), LONDON));
    }
    List<GrantStore.Stored> first = store.grants(0, 3);
    assertEquals(3, first.size());
    List<GrantStore.Stored> second = store.grants(first.getLast().id(), 3);
    assertEquals(2, second.size());
    assertEquals(List.of(), store.grants(second.getLast().id(), 3));
  }

  /** The ids of all pages; each page but the last is full. */
  private static List<Long> pages(Paged list, int most) throws Exception {
    List<Long> ids = new ArrayList<>();
    List<GrantStore.Stored> page = list.after(0, most);
    while (page.size() == most) {
      page.forEach(stored -> ids.add(stored.id()));
      page = list.after(ids.getLast(), most);
    }
    page.forEach(stored -> ids.add(stored.id()));
    return ids;
  }

  @FunctionalInterface
  private interface Paged {
    List<GrantStore.Stored> after(long id, int most) throws Exception;
  }

  @Test
  void rowsThatCannotBeUnderstoodTakeNoPlaceInAPage() throws Exception {
    List<Long> good = new ArrayList<>();
    for (int i = 0; i < 250; i++) {
      Set<Privilege> privileges =
          i % 2 == 0 ? Set.of(Privilege.READ) : Set.of(Privilege.READ, Privilege.WRITE);
      Grant given =
          new Grant(
              "new",
              new Grantee.User("alice"),
              "trades",
              privileges,
              List.of(LONDON),
              i % 3 == 0 ? FROM : null,
              i % 5 == 0 ? UNTIL : null);
      GrantStore.Stored stored = store.add(given);
      assertEquals(privileges, stored.grant().privileges());
      if (i % 4 == 1 || (i > 20 && i < 80)) {
        run("UPDATE grants SET rules = '7' WHERE id = ?", stored.id());
      } else {
        good.add(stored.id());
      }
    }
    for (int most : List.of(1, 7, 100, 1000)) {
      assertEquals(good, pages(store::grants, most), "pages of " + most);
    }
    assertEquals(100, store.grants(0, 100).size());
    assertEquals(good.size(), source.grantsOf(caller("alice")).size());
    assertEquals(250 - good.size(), store.unreadable(1000).size());
    // What is written through a page is what the next look shows.
    for (GrantStore.Stored stored : store.grants(good.get(30), 100)) {
      store.replace(stored.id(), grant(new Grantee.User("bob"), TYPED));
    }
    assertEquals(good, pages(store::grants, 100));
    assertEquals(100, names(caller("bob")).size());
    assertEquals(good.size() - 100, names(caller("alice")).size());
  }

  @Test
  void permissionsThatCannotBeUnderstoodTakeNoPlaceInAPage() throws Exception {
    for (int i = 0; i < 230; i++) {
      permission("alice", "trades", i % 3 == 1 ? "7" : "{\"MIC\":\"XLON\"}");
    }
    List<Long> ids = pages(store::permissions, 1000);
    assertEquals(153, ids.size());
    for (int most : List.of(1, 7, 100)) {
      assertEquals(ids, pages(store::permissions, most), "pages of " + most);
    }
    assertEquals(77, store.unreadable(1000).size());
  }

  @Test
  void rowsOfPermissionsAreGrantsToRead() throws Exception {
    permission("alice", "trades", "{\"MIC\":\"XLON\"}");
    permission("alice", "quotes", "[{\"MIC\":\"XLON\"},{\"MIC\":[\"XPAR\",null]}]");
    permission("bob", "trades", "{}");
    List<Grant> grants = source.grantsOf(caller("alice"));
    assertEquals(2, grants.size());
    assertEquals(List.of(LONDON), grants.getFirst().rules());
    assertEquals(Set.of(Privilege.READ), grants.getFirst().privileges());
    assertEquals("quotes", grants.getLast().tablePattern());
    assertEquals(2, grants.getLast().rules().size());
    GrantStore.Stored first = store.permissions(0, 1).getFirst();
    assertEquals("permission " + first.id() + " rule 0", first.grant().ruleName(0));
    assertEquals(2, store.permissions(first.id(), 10).size());
    assertEquals(List.of(), source.grantsOf(Caller.ANONYMOUS));
    Caller session =
        new Caller(new Principal("alice", new TreeSet<>(Set.of("london")), true), null);
    assertEquals(List.of(), source.grantsOf(session));
  }

  @Test
  void aRowThatCannotBeUnderstoodAllowsNothingAndTheOthersHold() throws Exception {
    permission("alice", "trades", "{\"MIC\":\"XLON\"}");
    permission("alice", "trades", "\"XLON\"");
    permission("alice", "trades", "[{\"MIC\":[]}]");
    permission("alice", "trades", "[]");
    permission("alice", "*", "{}");
    permission("alice", "", "{}");
    assertEquals(1, source.grantsOf(caller("alice")).size());
    assertEquals(1, store.permissions(0, 100).size());
    List<UnreadableGrant> unreadable = store.unreadable(100);
    assertEquals(5, unreadable.size());
    assertTrue(unreadable.stream().allMatch(row -> row.name().startsWith("permission ")));
    assertEquals(2, store.unreadable(2).size());
  }

  @Test
  void aGrantThatSomebodySpoiltInTheDatabaseAllowsNothing() throws Exception {
    long good = store.add(grant(new Grantee.User("alice"), LONDON)).id();
    for (String change : spoilingChanges()) {
      long id = store.add(grant(new Grantee.User("alice"), LONDON)).id();
      run("UPDATE grants SET " + change + " WHERE id = ?", id);
      assertEquals(List.of("grant " + good), names(caller("alice")), change);
      assertEquals(
          List.of("grant " + id),
          store.unreadable(10).stream().map(UnreadableGrant::name).toList(),
          change);
      run("DELETE FROM grants WHERE id = ?", id);
    }
  }

  /** Assignments that the database lets pass and that make no grant. */
  List<String> spoilingChanges() {
    return List.of(
        "rules = '[{\"MIC\":[]}]'",
        "rules = '[]'",
        "rules = '7'",
        "rules = '{not json'",
        "privileges = 'ALL'",
        "valid_from = 5, valid_until = 5");
  }

  private void permission(String user, String table, String filters) throws DatabaseException {
    run(
        "INSERT INTO permissions (user_id, table_name, partition_filters) VALUES (?, ?, ?)",
        user,
        table,
        filters);
  }
}
