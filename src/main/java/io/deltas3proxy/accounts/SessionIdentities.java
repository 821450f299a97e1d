package io.deltas3proxy.accounts;

import java.time.Clock;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Finds the keys of sessions, and leaves all others to those that last. What a session may is asked
 * for at each use: it dies with its user, with the key or provider that it goes back to, and with
 * the membership in the group that is its role.
 */
public final class SessionIdentities implements Identities {

  private final SessionTokens tokens;
  private final Identities lasting;
  private final UserStandings standings;
  private final Set<String> providers;
  private final Clock clock;

  /**
   * Makes it.
   *
   * @param lasting finds the keys that are no session's
   * @param providers names of the identity providers whose users may come in now
   */
  public SessionIdentities(
      SessionTokens tokens,
      Identities lasting,
      UserStandings standings,
      Set<String> providers,
      Clock clock) {
    this.tokens = tokens;
    this.lasting = lasting;
    this.standings = standings;
    this.providers = Set.copyOf(providers);
    this.clock = clock;
  }

  @Override
  public KeyLookup find(String accessKeyId, @Nullable String sessionToken)
      throws AccountsUnavailableException {
    if (!SessionTokens.isSessionKeyId(accessKeyId)) {
      return lastingKey(accessKeyId, sessionToken);
    }
    if (sessionToken == null) {
      // A lasting key may have such an id, although none is given out here.
      KeyLookup found = lasting.find(accessKeyId, null);
      return found instanceof KeyLookup.Unknown ? new KeyLookup.InvalidToken() : found;
    }
    Optional<Session> session = tokens.open(accessKeyId, sessionToken);
    return session.isEmpty() ? new KeyLookup.InvalidToken() : judged(session.get());
  }

  private KeyLookup lastingKey(String accessKeyId, @Nullable String sessionToken)
      throws AccountsUnavailableException {
    KeyLookup found = lasting.find(accessKeyId, sessionToken);
    boolean tokenTooMany = found instanceof KeyLookup.Found && sessionToken != null;
    return tokenTooMany ? new KeyLookup.InvalidToken() : found;
  }

  private KeyLookup judged(Session session) throws AccountsUnavailableException {
    SessionClaims claims = session.claims();
    if (claims.lifetime().isOver(clock.instant())) {
      return new KeyLookup.ExpiredToken();
    }
    UserStanding standing = standings.of(claims.user());
    Optional<SortedSet<String>> ofOrigin = groupsOfOrigin(claims);
    if (!standing.allowsSessionOf(claims.lifetime().begin()) || ofOrigin.isEmpty()) {
      return new KeyLookup.InvalidToken();
    }
    SortedSet<String> groups = new TreeSet<>(ofOrigin.get());
    groups.addAll(standing.groups());
    return RoleRights.of(claims.user(), groups, claims.role().name())
        .<KeyLookup>map(principal -> new KeyLookup.Found(identity(session, principal)))
        .orElseGet(KeyLookup.InvalidToken::new);
  }

  /** Empty when what the session goes back to is gone. */
  private Optional<SortedSet<String>> groupsOfOrigin(SessionClaims claims)
      throws AccountsUnavailableException {
    return switch (claims.origin()) {
      case SessionOrigin.Provider provider ->
          providers.contains(provider.name()) ? Optional.of(claims.groups()) : Optional.empty();
      case SessionOrigin.Key key ->
          lasting.find(key.accessKeyId(), null) instanceof KeyLookup.Found found
                  && found.identity().principal().user().equals(claims.user())
              ? Optional.of(found.identity().principal().groups())
              : Optional.empty();
    };
  }

  private static Identity identity(Session session, Principal principal) {
    return new Identity(
        session.accessKeyId(),
        session.secretAccessKey(),
        session.token(),
        session.claims().lifetime().end(),
        principal);
  }
}
