package io.deltas3proxy.accounts;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds who a lasting key belongs to: in the first source that has the key, with the groups that
 * all accounts together put the user into.
 */
public final class AccountIdentities implements Identities {

  private final List<LastingKeys> sources;
  private final UserStandings standings;
  private final Clock clock;

  /**
   * Makes it.
   *
   * @param sources those of the configuration come first: nobody can take over a key of theirs by a
   *     row of the database
   */
  public AccountIdentities(List<LastingKeys> sources, UserStandings standings, Clock clock) {
    this.sources = List.copyOf(sources);
    this.standings = standings;
    this.clock = clock;
  }

  @Override
  public KeyLookup find(String accessKeyId, @Nullable String sessionToken)
      throws AccountsUnavailableException {
    for (LastingKeys source : sources) {
      Optional<LastingKey> key = source.find(accessKeyId);
      if (key.isPresent()) {
        KeyLookup lookup = judged(key.get());
        boolean tokenTooMany = lookup instanceof KeyLookup.Found && sessionToken != null;
        return tokenTooMany ? new KeyLookup.InvalidToken() : lookup;
      }
    }
    return new KeyLookup.Unknown();
  }

  private KeyLookup judged(LastingKey key) throws AccountsUnavailableException {
    UserStanding standing = standings.of(key.user());
    if (standing.disabled() || !key.mayBeUsedAt(clock.instant())) {
      return new KeyLookup.Unknown();
    }
    return new KeyLookup.Found(
        new Identity(
            key.accessKeyId(),
            key.secretAccessKey(),
            null,
            key.expiresAt(),
            new Principal(key.user(), standing.groups(), false)));
  }
}
