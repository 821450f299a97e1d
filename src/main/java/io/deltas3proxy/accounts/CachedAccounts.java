package io.deltas3proxy.accounts;

import io.deltas3proxy.cache.KeptData;
import java.util.List;
import java.util.Optional;

/** Keys and standings of the database, kept as long as nothing changed there. */
public final class CachedAccounts implements LastingKeys, UserStandings, AutoCloseable {

  private static final int MOST = 10_000;

  private final Revision revision;
  private final RevisionCache<LastingKey> keys;
  private final RevisionCache<UserStanding> standings;

  public CachedAccounts(Revision revision, LastingKeys keys, UserStandings standings) {
    this.revision = revision;
    this.keys = new RevisionCache<>(revision, keys::find, MOST);
    this.standings =
        new RevisionCache<>(
            revision,
            user -> Optional.of(standings.of(user)).filter(s -> !s.equals(UserStanding.STRANGER)),
            MOST);
  }

  @Override
  public Optional<LastingKey> find(String accessKeyId) throws AccountsUnavailableException {
    if (AccessKeyIds.mayBe(accessKeyId)) {
      return keys.get(accessKeyId);
    }
    // No other id was ever given out, so nobody makes the database work by inventing such. But
    // while nothing holds that is known of it, they are answered as keys that exist.
    revision.current();
    return Optional.empty();
  }

  @Override
  public UserStanding of(String user) throws AccountsUnavailableException {
    return standings.get(user).orElse(UserStanding.STRANGER);
  }

  /** The keys, and the users with their groups. */
  public List<KeptData> kept() {
    return List.of(keys.kept("access-keys"), standings.kept("users"));
  }

  @Override
  public void close() {
    keys.close();
    standings.close();
  }
}
