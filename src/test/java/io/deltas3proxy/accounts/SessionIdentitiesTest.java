package io.deltas3proxy.accounts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.deltas3proxy.testing.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SessionIdentitiesTest {

  private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
  private static final String KEY = "AKIDALICE";

  private final SettableClock clock = new SettableClock(NOW);
  private final SessionTokens tokens = new SessionTokens(SessionKey.random(), List.of());
  private final Map<String, Identity> keys = new HashMap<>();
  private final Map<String, UserStanding> standings = new HashMap<>();
  private final Set<String> providers = Set.of("corp");

  private SessionIdentities identities() {
    return new SessionIdentities(
        tokens,
        (id, token) -> {
          Identity identity = keys.get(id);
          return identity == null ? new KeyLookup.Unknown() : new KeyLookup.Found(identity);
        },
        user -> standings.getOrDefault(user, UserStanding.STRANGER),
        providers,
        clock);
  }

  private void key(String user, String... groups) {
    Principal principal = new Principal(user, new TreeSet<>(List.of(groups)), false);
    keys.put(KEY, new Identity(KEY, "secret", null, null, principal));
  }

  private Session session(String user, SessionOrigin origin, String role, String... groups)
      throws SessionTooLargeException {
    return tokens.begin(
        new SessionClaims(
            user,
            new TreeSet<>(List.of(groups)),
            new AssumedRole(role, "test"),
            origin,
            new SessionLifetime(NOW, NOW.plusSeconds(3600))));
  }

  private Session ofProvider(String role, String... groups) throws SessionTooLargeException {
    return session("corp:bob", new SessionOrigin.Provider("corp"), role, groups);
  }

  private Session ofKey(String role) throws SessionTooLargeException {
    return session("alice", new SessionOrigin.Key(KEY), role);
  }

  private KeyLookup find(Session session) throws AccountsUnavailableException {
    return identities().find(session.accessKeyId(), session.token());
  }

  private Principal principal(Session session) throws AccountsUnavailableException {
    return assertInstanceOf(KeyLookup.Found.class, find(session)).identity().principal();
  }

  private static UserStanding standing(
      boolean disabled, @Nullable Instant ended, String... groups) {
    return new UserStanding(disabled, new TreeSet<>(List.of(groups)), ended);
  }

  @Test
  void aSessionHasTheGroupsOfItsProviderAndThoseOfTheAccountsNow()
      throws SessionTooLargeException, AccountsUnavailableException {
    Session session = ofProvider("self", "corp:a");
    standings.put("corp:bob", standing(false, null, "local"));
    Principal expected = new Principal("corp:bob", new TreeSet<>(Set.of("corp:a", "local")), false);
    assertEquals(expected, principal(session));
    KeyLookup.Found found = assertInstanceOf(KeyLookup.Found.class, find(session));
    assertEquals(session.secretAccessKey(), found.identity().secretAccessKey());
    assertEquals(NOW.plusSeconds(3600), found.identity().expiresAt());
  }

  @Test
  void aRoleIsTheRightsOfOneGroupAndEndsWithTheMembership()
      throws SessionTooLargeException, AccountsUnavailableException {
    Session ofProvider = ofProvider("corp:a", "corp:a", "corp:b");
    assertEquals(
        new Principal("corp:bob", new TreeSet<>(Set.of("corp:a")), true), principal(ofProvider));
    key("alice", "x", "y");
    Session ofKey = ofKey("x");
    assertEquals(new Principal("alice", new TreeSet<>(Set.of("x")), true), principal(ofKey));
    key("alice", "y");
    assertInstanceOf(KeyLookup.InvalidToken.class, find(ofKey));
  }

  @Test
  void aSessionIsOverAtItsEndToTheMillisecond()
      throws SessionTooLargeException, AccountsUnavailableException {
    Session session = ofProvider("self");
    clock.advance(Duration.ofHours(1).minusMillis(1));
    assertInstanceOf(KeyLookup.Found.class, find(session));
    clock.advance(Duration.ofMillis(1));
    assertInstanceOf(KeyLookup.ExpiredToken.class, find(session));
  }

  @Test
  void aSessionEndsWithItsUserAndWhenItIsEnded()
      throws SessionTooLargeException, AccountsUnavailableException {
    Session session = ofProvider("self");
    standings.put("corp:bob", standing(true, null));
    assertInstanceOf(KeyLookup.InvalidToken.class, find(session));
    standings.put("corp:bob", standing(false, NOW.minusMillis(1)));
    assertInstanceOf(KeyLookup.Found.class, find(session));
    standings.put("corp:bob", standing(false, NOW));
    assertInstanceOf(KeyLookup.InvalidToken.class, find(session));
  }

  @Test
  void aSessionEndsWithTheKeyThatItGoesBackTo()
      throws SessionTooLargeException, AccountsUnavailableException {
    key("alice", "x");
    Session session = ofKey("self");
    assertInstanceOf(KeyLookup.Found.class, find(session));
    key("mallory", "x");
    assertInstanceOf(KeyLookup.InvalidToken.class, find(session));
    keys.clear();
    assertInstanceOf(KeyLookup.InvalidToken.class, find(session));
  }

  @Test
  void aSessionEndsWithTheProviderThatItGoesBackTo()
      throws SessionTooLargeException, AccountsUnavailableException {
    Session session = session("x:bob", new SessionOrigin.Provider("removed"), "self");
    assertInstanceOf(KeyLookup.InvalidToken.class, find(session));
  }

  @Test
  void tokensAreNotTakenForAnotherKeyNorLeftOut()
      throws SessionTooLargeException, AccountsUnavailableException {
    Session one = ofProvider("self");
    Session other = ofProvider("self");
    SessionIdentities identities = identities();
    assertInstanceOf(
        KeyLookup.InvalidToken.class, identities.find(one.accessKeyId(), other.token()));
    assertInstanceOf(KeyLookup.InvalidToken.class, identities.find(one.accessKeyId(), null));
    assertInstanceOf(KeyLookup.InvalidToken.class, identities.find(one.accessKeyId(), ""));
  }

  @Test
  void aLastingKeyWithATokenIsRefusedAndAnUnknownOneStaysUnknown()
      throws SessionTooLargeException, AccountsUnavailableException {
    key("alice");
    Session session = ofProvider("self");
    SessionIdentities identities = identities();
    assertInstanceOf(KeyLookup.InvalidToken.class, identities.find(KEY, session.token()));
    assertInstanceOf(KeyLookup.Found.class, identities.find(KEY, null));
    assertInstanceOf(KeyLookup.Unknown.class, identities.find("AKIDNOBODY", session.token()));
  }

  @Test
  void whatCannotBeKnownIsNeitherFoundNorRefused() throws SessionTooLargeException {
    Session session = ofProvider("self");
    SessionIdentities identities =
        new SessionIdentities(
            tokens,
            (id, token) -> new KeyLookup.Unknown(),
            user -> {
              throw new AccountsUnavailableException("down", new IllegalStateException());
            },
            providers,
            clock);
    assertThrows(
        AccountsUnavailableException.class,
        () -> identities.find(session.accessKeyId(), session.token()));
  }

  @Test
  void twoSourcesOfAccountsCloseWhatEitherCloses() {
    UserStanding open = standing(false, NOW.minusSeconds(5), "a");
    UserStanding closed = standing(true, NOW, "b");
    assertEquals(standing(true, NOW, "a", "b"), open.and(closed));
    assertEquals(standing(true, NOW, "a", "b"), closed.and(open));
    assertEquals(open, open.and(UserStanding.STRANGER));
    assertEquals(open, UserStanding.STRANGER.and(open));
  }
}
