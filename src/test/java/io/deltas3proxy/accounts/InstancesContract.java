package io.deltas3proxy.accounts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.deltas3proxy.cache.CacheUse;
import io.deltas3proxy.cache.KeptData;
import io.deltas3proxy.database.DatabaseAddress;
import io.deltas3proxy.database.DatabaseException;
import io.deltas3proxy.testing.SettableClock;
import io.deltas3proxy.testing.TestDatabases;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two instances on one database, whichever it is: what one changes is in force on the other. */
abstract class InstancesContract {

  private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");

  private final SettableClock clock = new SettableClock(NOW);
  private Instance one;
  private Instance other;
  private NewAccessKey key;

  abstract DatabaseAddress newAddress();

  @FunctionalInterface
  private interface Step {
    void run() throws Exception;
  }

  @BeforeEach
  void start() throws Exception {
    DatabaseAddress address = newAddress();
    one = new Instance(TestDatabases.settings(address), clock);
    other = new Instance(TestDatabases.settings(address), clock);
    one.store.addUser("alice");
    one.store.addGroup("readers");
    one.store.addMember("readers", "alice");
    key = one.store.createKey("alice", null);
    other.revision.confirm();
    assertEquals("alice[readers]", other.who(key));
  }

  @AfterEach
  void stop() {
    one.close();
    other.close();
  }

  /** Does something, and says who the key belongs to on the other instance after the next look. */
  private String after(Step step) throws Exception {
    step.run();
    assertEquals("alice[readers]", other.who(key), "what is known holds within the bound");
    other.revision.confirm();
    return other.who(key);
  }

  private void restore() throws Exception {
    one.store.setUserDisabled("alice", false);
    one.store.setKeyDisabled(key.key().accessKeyId(), false);
    one.store.addMember("readers", "alice");
    other.revision.confirm();
    assertEquals("alice[readers]", other.who(key));
  }

  @Test
  void aChangeThroughOneInstanceIsInForceOnTheOther() throws Exception {
    String id = key.key().accessKeyId();
    Map<Step, String> changes = new LinkedHashMap<>();
    changes.put(() -> one.store.setKeyDisabled(id, true), "unknown");
    changes.put(() -> one.store.setUserDisabled("alice", true), "unknown");
    changes.put(() -> one.store.removeMember("readers", "alice"), "alice[]");
    for (Map.Entry<Step, String> change : changes.entrySet()) {
      assertEquals(change.getValue(), after(change.getKey()));
      restore();
    }
    assertEquals("alice[]", after(() -> one.store.removeGroup("readers")));
    one.store.addGroup("readers");
    restore();
    assertEquals("unknown", after(() -> one.store.removeKey(id)));
  }

  @Test
  void aChangeByPlainSqlIsInForce() throws Exception {
    Map<String, String> changes = new LinkedHashMap<>();
    changes.put("UPDATE access_keys SET disabled = TRUE", "unknown");
    changes.put("UPDATE users SET disabled = TRUE", "unknown");
    changes.put("DELETE FROM memberships", "alice[]");
    for (Map.Entry<String, String> change : changes.entrySet()) {
      assertEquals(change.getValue(), after(() -> one.sql(change.getKey())), change.getKey());
      restore();
    }
    assertEquals("unknown", after(() -> one.sql("DELETE FROM users")));
  }

  @Test
  void whatIsNotConfirmedWithinTheBoundDoesNotHold() throws Exception {
    one.store.setKeyDisabled(key.key().accessKeyId(), true);
    other.pass(Instance.BOUND);
    assertEquals("alice[readers]", other.who(key));
    other.pass(Duration.ofNanos(1));
    assertThrows(AccountsUnavailableException.class, () -> other.who(key));
    assertFalse(other.revision.isConfirmed());
    other.revision.confirm();
    assertTrue(other.revision.isConfirmed());
    assertEquals("unknown", other.who(key));
  }

  @Test
  void whatIsNotThereIsLookedForAgainAfterAChange() throws Exception {
    String missing = "AKIA" + "A".repeat(16);
    assertEquals("unknown", other.who(missing));
    assertEquals(UserStanding.STRANGER, other.accounts.of("bob"));
    one.store.addUser("bob");
    one.store.setUserDisabled("bob", true);
    NewAccessKey added = one.store.createKey("alice", null);
    assertEquals(UserStanding.STRANGER, other.accounts.of("bob"));
    other.revision.confirm();
    assertTrue(other.accounts.of("bob").disabled());
    assertEquals("alice[readers]", other.who(added));
    assertEquals("unknown", other.who(missing));
  }

  private KeptData keys() {
    return other.accounts.kept().getFirst();
  }

  @Test
  void whatIsDroppedIsReadAgain() throws Exception {
    assertEquals("access-keys", keys().name());
    assertEquals(1, keys().use().get().entries());
    one.store.setKeyDisabled(key.key().accessKeyId(), true);
    long hits = keys().use().get().hits();
    assertEquals("alice[readers]", other.who(key));
    assertEquals(hits + 1, keys().use().get().hits());
    long misses = keys().use().get().misses();
    for (KeptData kept : other.accounts.kept()) {
      Objects.requireNonNull(kept.drop()).run();
      assertEquals(0, kept.use().get().entries(), kept.name());
    }
    assertEquals("unknown", other.who(key));
    assertEquals(misses + 1, keys().use().get().misses());
    other.accounts.find("AKIA" + "A".repeat(16));
    assertEquals(2, keys().use().get().entries(), "what is not there is kept, too");
  }

  @Test
  void whatIsReadWhileAllIsDroppedIsNotKept() throws Exception {
    AtomicReference<Runnable> drop = new AtomicReference<>(() -> {});
    AtomicInteger reads = new AtomicInteger();
    RevisionCache.Loader<String> loader =
        name -> {
          Objects.requireNonNull(drop.get()).run();
          return Optional.of("read " + reads.incrementAndGet());
        };
    try (RevisionCache<String> cache = new RevisionCache<>(other.revision, loader, 10)) {
      KeptData kept = cache.kept("test");
      drop.set(Objects.requireNonNull(kept.drop()));
      assertEquals("read 1", cache.get("a").orElseThrow());
      assertEquals(0, kept.use().get().entries());
      drop.set(() -> {});
      assertEquals("read 2", cache.get("a").orElseThrow());
      assertEquals("read 2", cache.get("a").orElseThrow());
      assertEquals(1, kept.use().get().entries());
    }
  }

  @Test
  void aFullCacheCountsWhoLeaves() throws Exception {
    try (RevisionCache<String> cache =
        new RevisionCache<>(other.revision, name -> Optional.of(name), 10)) {
      for (int i = 0; i < 15; i++) {
        assertEquals("n" + i, cache.get("n" + i).orElseThrow());
      }
      CacheUse use = cache.kept("test").use().get();
      assertEquals(new CacheUse(10, 0, 15, 5), use);
    }
  }

  @Test
  void aKeyEndsOnTimeWithoutAnyChange() throws Exception {
    NewAccessKey brief = one.store.createKey("alice", NOW.plusSeconds(60));
    other.revision.confirm();
    clock.advance(Duration.ofSeconds(60).minusMillis(1));
    assertEquals("alice[readers]", other.who(brief));
    clock.advance(Duration.ofMillis(1));
    assertEquals("unknown", other.who(brief));
    assertEquals("alice[readers]", other.who(key));
  }

  @Test
  void sessionsAreEndedForUsersWithAndWithoutAnAccount() throws Exception {
    clock.advance(Duration.ofNanos(1));
    for (String user : List.of("alice", "corp:bob@example.org", "'; DROP TABLE users; --")) {
      one.store.revokeSessions(user);
      other.revision.confirm();
      UserStanding standing = other.accounts.of(user);
      assertFalse(standing.allowsSessionOf(NOW), user);
      assertFalse(standing.allowsSessionOf(clock.instant()), "rounded up");
      assertTrue(standing.allowsSessionOf(NOW.plusMillis(2)), user);
    }
    // An instance whose clock is behind does not take it back.
    clock.advance(Duration.ofHours(-1));
    one.store.revokeSessions("alice");
    other.revision.confirm();
    assertFalse(other.accounts.of("alice").allowsSessionOf(NOW));
  }

  @Test
  void idsThatNobodyWasGivenAreUnknown() throws Exception {
    List<String> ids =
        List.of(
            "' OR '1'='1",
            "AKIA' OR 1=1 --     ",
            "*)(uid=*))(|(uid=*",
            "AKIA\r\nSet-Cookie: x=1",
            "AKIA\u0000AAAAAAAAAAAAAAA",
            key.key().accessKeyId().toLowerCase(java.util.Locale.ROOT),
            key.key().accessKeyId() + " ",
            "%",
            "",
            "\ud800",
            "x".repeat(128));
    for (String id : ids) {
      assertEquals("unknown", other.who(id), id);
    }
    assertEquals("alice[readers]", other.who(key));
  }

  @Test
  void whileAccountsAreUnavailableNothingTellsWhichKeysThereAre() throws Exception {
    ConfiguredUsers configured =
        new ConfiguredUsers(
            List.of(
                new ConfiguredUser(
                    "carol",
                    false,
                    new TreeSet<>(),
                    List.of(new ConfiguredUser.Key("carol-key", "carol-secret", false, null)))),
            clock);
    Identities all =
        new AccountIdentities(
            List.of(configured, other.accounts),
            name -> configured.of(name).and(other.accounts.of(name)),
            clock);
    List<String> ids =
        List.of("carol-key", "invented", key.key().accessKeyId(), "AKIA" + "A".repeat(16));
    assertInstanceOf(KeyLookup.Found.class, all.find("carol-key", null));
    assertInstanceOf(KeyLookup.Unknown.class, all.find("invented", null));
    long asked = keys().use().get().misses();
    other.pass(Instance.BOUND.plusNanos(1));
    for (String id : ids) {
      assertThrows(AccountsUnavailableException.class, () -> all.find(id, null), id);
    }
    assertEquals(asked, keys().use().get().misses(), "the database was not asked");
    other.revision.confirm();
    assertInstanceOf(KeyLookup.Unknown.class, all.find("invented", null));
    assertEquals(asked, keys().use().get().misses(), "nor for an id that nobody was given");
  }

  @Test
  void aSecretThatWasMovedToAnotherKeyIsNoSecret() throws Exception {
    NewAccessKey second = one.store.createKey("alice", null);
    one.sql(
        "UPDATE access_keys SET secret_encrypted = (SELECT secret_encrypted FROM access_keys"
            + " WHERE access_key_id = '"
            + key.key().accessKeyId()
            + "')");
    other.revision.confirm();
    assertEquals("alice[readers]", other.who(key));
    assertThrows(AccountsUnavailableException.class, () -> other.who(second));
  }

  @Test
  void manyThreadsAskWhileMuchIsChanged() throws Exception {
    List<Future<Boolean>> readers = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 20; i++) {
        readers.add(
            threads.submit(() -> {
              boolean only = true;
              for (int n = 0; n < 200; n++) {
                String who = other.who(key);
                only &= who.equals("alice[readers]") || who.equals("unknown");
              }
              return only;
            }));
      }
      for (int i = 0; i < 20; i++) {
        one.store.setKeyDisabled(key.key().accessKeyId(), i % 2 == 0);
        other.revision.confirm();
        assertEquals(i % 2 == 0 ? "unknown" : "alice[readers]", other.who(key));
      }
      for (Future<Boolean> reader : readers) {
        assertTrue(reader.get());
      }
    }
  }

  @Test
  void anotherKeyForTheSecretsIsRefused() throws AccountsUnavailableException {
    SecretCipher first = new SecretCipher(new byte[SecretCipher.KEY_BYTES]);
    byte[] bytes = new byte[SecretCipher.KEY_BYTES];
    bytes[31] = 1;
    JdbcSecretKeyCheck check = new JdbcSecretKeyCheck(one.database);
    assertFalse(check.hasKey());
    assertTrue(check.accepts(first));
    assertTrue(check.hasKey());
    assertFalse(new JdbcSecretKeyCheck(other.database).accepts(new SecretCipher(bytes)));
    assertTrue(new JdbcSecretKeyCheck(other.database).accepts(first));
  }

  @Test
  void theDatabaseShowsNoSecret() throws DatabaseException {
    String secret = key.secretAccessKey();
    boolean shown =
        one.database.<Boolean, RuntimeException>read(connection -> {
          List<byte[]> stored =
              JdbcTables.rows(
                  connection, row -> row.getBytes(1), "SELECT secret_encrypted FROM access_keys");
          assertEquals(1, stored.size());
          String text = new String(stored.getFirst(), java.nio.charset.StandardCharsets.ISO_8859_1);
          return text.contains(secret.substring(0, 8));
        });
    assertFalse(shown);
    assertFalse(key.toString().contains(secret));
  }
}
