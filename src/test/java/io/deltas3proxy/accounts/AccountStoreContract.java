package io.deltas3proxy.accounts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.deltas3proxy.accounts.AccountConflictException.Kind;
import io.deltas3proxy.database.DatabaseAddress;
import io.deltas3proxy.testing.SettableClock;
import io.deltas3proxy.testing.TestDatabases;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** What accounts in a database do, whichever it is. */
abstract class AccountStoreContract {

  private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");

  private final SettableClock clock = new SettableClock(NOW);
  private Instance instance;
  private AccountStore store;

  abstract DatabaseAddress newAddress();

  @BeforeEach
  void open() throws Exception {
    instance = new Instance(TestDatabases.settings(newAddress()), clock);
    store = instance.store;
  }

  @AfterEach
  void close() {
    instance.close();
  }

  private static void fails(Kind kind, Executable change) {
    assertEquals(kind, assertThrows(AccountConflictException.class, change).kind());
  }

  private static User user(String name, String... groups) {
    return new User(name, false, new TreeSet<>(Set.of(groups)));
  }

  private long count(String table) throws Exception {
    return instance.database.<Integer, RuntimeException>read(
        connection -> JdbcTables.rows(connection, row -> true, "SELECT 1 FROM " + table).size());
  }

  @Test
  void usersComeInPagesInTheOrderOfTheirNames() throws Exception {
    List<String> names = List.of("B", "a", "b", "zo\u00eb", "\u00e4", "\ud83d\ude00 'x\" --");
    for (String name : names.reversed()) {
      store.addUser(name);
    }
    List<String> found = new ArrayList<>();
    String after = null;
    for (List<User> page = store.users(null, 4); !page.isEmpty(); page = store.users(after, 4)) {
      page.forEach(user -> found.add(user.name()));
      after = found.getLast();
    }
    assertEquals(names, found);
    assertEquals(Optional.of(user("\u00e4")), store.user("\u00e4"));
    assertEquals(Optional.empty(), store.user("A"));
  }

  @Test
  void aUserIsMadeOnceAlsoByManyAtTheSameTime() throws Exception {
    List<Future<Boolean>> made = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      for (int i = 0; i < 8; i++) {
        made.add(
            threads.submit(() -> {
              try {
                store.addUser("alice");
                return true;
              } catch (AccountConflictException e) {
                assertEquals(Kind.EXISTS, e.kind());
                return false;
              }
            }));
      }
    }
    int count = 0;
    for (Future<Boolean> one : made) {
      count += one.get() ? 1 : 0;
    }
    assertEquals(1, count);
    assertEquals(List.of(user("alice")), store.users(null, 10));
  }

  @Test
  void namesThatNobodyCanReadAreRefused() throws Exception {
    List<String> names = List.of("", " ", "a\nb", "\u0000", "\u007f", "\ud800", "x".repeat(256));
    for (String name : names) {
      fails(Kind.INVALID, () -> store.addUser(name));
      fails(Kind.INVALID, () -> store.addGroup(name));
    }
    fails(Kind.INVALID, () -> store.addGroup("self"));
    store.addUser("x".repeat(255));
    assertEquals(1, store.users(null, 10).size());
    assertEquals(List.of(), store.groups());
  }

  @Test
  void whatIsNotThereCannotBeChanged() throws Exception {
    store.addUser("alice");
    store.addGroup("readers");
    long before = revision();
    fails(Kind.MISSING, () -> store.setUserDisabled("bob", true));
    fails(Kind.MISSING, () -> store.removeUser("bob"));
    fails(Kind.MISSING, () -> store.removeGroup("writers"));
    fails(Kind.MISSING, () -> store.members("writers"));
    fails(Kind.MISSING, () -> store.addMember("writers", "alice"));
    fails(Kind.MISSING, () -> store.addMember("readers", "bob"));
    fails(Kind.MISSING, () -> store.removeMember("readers", "alice"));
    fails(Kind.MISSING, () -> store.keys("bob"));
    fails(Kind.MISSING, () -> store.createKey("bob", null));
    fails(Kind.MISSING, () -> store.setKeyDisabled("AKIA", true));
    fails(Kind.MISSING, () -> store.removeKey("AKIA"));
    fails(Kind.EXISTS, () -> store.addUser("alice"));
    fails(Kind.EXISTS, () -> store.addGroup("readers"));
    fails(Kind.INVALID, () -> store.createKey("alice", NOW));
    assertEquals(before, revision());
  }

  @Test
  void namesThatNoDatabaseCanHoldAreNobodys() throws Exception {
    store.addUser("alice");
    store.addGroup("readers");
    long before = revision();
    instance.revision.confirm();
    for (String name : List.of("ali\u0000ce", "alice\u0000", "\ud800")) {
      assertEquals(Optional.empty(), store.user(name));
      fails(Kind.MISSING, () -> store.setUserDisabled(name, true));
      fails(Kind.MISSING, () -> store.removeUser(name));
      fails(Kind.MISSING, () -> store.removeGroup(name));
      fails(Kind.MISSING, () -> store.members(name));
      fails(Kind.MISSING, () -> store.addMember("readers", name));
      fails(Kind.MISSING, () -> store.addMember(name, "alice"));
      fails(Kind.MISSING, () -> store.removeMember("readers", name));
      fails(Kind.MISSING, () -> store.keys(name));
      fails(Kind.MISSING, () -> store.key(name));
      fails(Kind.MISSING, () -> store.setKeyDisabled(name, true));
      fails(Kind.MISSING, () -> store.removeKey(name));
      store.revokeSessions(name);
      assertEquals(UserStanding.STRANGER, instance.accounts.of(name));
      assertEquals(UserStanding.STRANGER, new JdbcUserStandings(instance.database).of(name));
      assertEquals(Optional.empty(), instance.lasting.find(name));
      assertEquals("unknown", instance.who(name));
    }
    assertEquals(before, revision());
  }

  private long revision() throws Exception {
    return instance.database.<Long, RuntimeException>read(connection ->
        JdbcTables.rows(connection, row -> row.getLong(1), "SELECT n FROM revision").getFirst());
  }

  @Test
  void groupsHaveMembers() throws Exception {
    for (String name : List.of("bob", "alice")) {
      store.addUser(name);
    }
    store.addGroup("writers");
    store.addGroup("readers");
    store.addMember("readers", "bob");
    store.addMember("readers", "alice");
    store.addMember("readers", "alice");
    store.addMember("writers", "alice");
    assertEquals(List.of("readers", "writers"), store.groups());
    assertEquals(List.of("alice", "bob"), store.members("readers"));
    assertEquals(
        List.of(user("alice", "readers", "writers"), user("bob", "readers")),
        store.users(null, 10));
    store.removeMember("readers", "alice");
    store.removeGroup("writers");
    assertEquals(Optional.of(user("alice")), store.user("alice"));
    assertEquals(List.of("bob"), store.members("readers"));
  }

  @Test
  void aUserHasSeveralKeysWithOneSecretEach() throws Exception {
    store.addUser("alice");
    NewAccessKey first = store.createKey("alice", null);
    clock.advance(Duration.ofMillis(1500));
    NewAccessKey second = store.createKey("alice", NOW.plusSeconds(60).plusNanos(1_999_999));
    assertTrue(first.key().accessKeyId().matches("AKIA[A-Z2-7]{16}"));
    assertTrue(first.secretAccessKey().matches("[A-Za-z0-9+/]{40}"));
    assertNotEquals(first.secretAccessKey(), second.secretAccessKey());
    assertEquals(new AccessKey(first.key().accessKeyId(), "alice", false, NOW, null), first.key());
    assertEquals(NOW.plusMillis(60_001), second.key().expiresAt());
    assertEquals(List.of(first.key(), second.key()), store.keys("alice"));
    store.setKeyDisabled(second.key().accessKeyId(), true);
    assertTrue(store.keys("alice").get(1).disabled());
    store.removeKey(first.key().accessKeyId());
    assertEquals(1, store.keys("alice").size());
  }

  @Test
  void whoGetsANameLaterGetsNothingOfTheOneBefore() throws Exception {
    store.addUser("alice");
    store.addGroup("readers");
    store.addMember("readers", "alice");
    NewAccessKey key = store.createKey("alice", null);
    for (String grantee : List.of("'user', 'alice'", "'group', 'readers'", "'everyone', NULL")) {
      instance.sql(
          "INSERT INTO grants (grantee_kind, grantee_name, table_pattern, privileges, rules)"
              + " VALUES ("
              + grantee
              + ", '*', 'READ', '[{}]')");
      instance.sql(
          "INSERT INTO gateway_permissions (grantee_kind, grantee_name, bucket_pattern, privileges,"
              + " created_at) VALUES ("
              + grantee
              + ", '*', 'read', 0)");
    }
    instance.sql("INSERT INTO permissions (user_id, table_name) VALUES ('alice', 'trades')");
    store.removeUser("alice");
    store.removeGroup("readers");
    assertEquals(0, count("memberships") + count("access_keys") + count("permissions"));
    assertEquals(1, count("grants"));
    assertEquals(1, count("gateway_permissions"));
    store.addUser("alice");
    instance.revision.confirm();
    assertEquals("unknown", instance.who(key));
    UserStanding standing = instance.accounts.of("alice");
    assertEquals(new UserStanding(false, new TreeSet<>(), NOW), standing);
  }
}
