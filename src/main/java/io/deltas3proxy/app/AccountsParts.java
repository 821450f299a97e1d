package io.deltas3proxy.app;

import io.deltas3proxy.access.GrantRevision;
import io.deltas3proxy.access.GrantSource;
import io.deltas3proxy.access.GrantSources;
import io.deltas3proxy.access.JdbcGrantSource;
import io.deltas3proxy.accounts.AccountIdentities;
import io.deltas3proxy.accounts.AccountsUnavailableException;
import io.deltas3proxy.accounts.CachedAccounts;
import io.deltas3proxy.accounts.ConfiguredUser;
import io.deltas3proxy.accounts.ConfiguredUsers;
import io.deltas3proxy.accounts.Identities;
import io.deltas3proxy.accounts.JdbcLastingKeys;
import io.deltas3proxy.accounts.JdbcUserStandings;
import io.deltas3proxy.accounts.Revision;
import io.deltas3proxy.accounts.UserStandings;
import io.deltas3proxy.cache.KeptData;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The accounts of the configuration and, where one is used, of the database. */
final class AccountsParts implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(AccountsParts.class);

  private final ConfiguredUsers users;
  private final Clock clock;
  private final @Nullable OpenAccounts stored;

  /** What is read from the database, and how long it holds. */
  private record OpenAccounts(AccountsDatabase database, Revision revision, CachedAccounts cached) {

    static OpenAccounts of(AccountsDatabase database, AccountsSettings settings) {
      Revision revision =
          new Revision(database.database().changes(), settings.changesWithin(), System::nanoTime);
      CachedAccounts cached =
          new CachedAccounts(
              revision,
              new JdbcLastingKeys(database.database(), database.cipher()),
              new JdbcUserStandings(database.database()));
      return new OpenAccounts(database, revision, cached);
    }

    void close() {
      revision.close();
      cached.close();
      database.close();
    }
  }

  private AccountsParts(ConfiguredUsers users, Clock clock, @Nullable OpenAccounts stored) {
    this.users = users;
    this.clock = clock;
    this.stored = stored;
  }

  /** Opens the database, and begins to follow its changes. */
  static AccountsParts open(Configuration configuration, Clock clock)
      throws ConfigurationException {
    ConfiguredUsers users = new ConfiguredUsers(configuration.users(), clock);
    if (configuration.accounts().isEmpty()) {
      return new AccountsParts(users, clock, null);
    }
    AccountsSettings settings = configuration.accounts().get();
    AccountsDatabase database = AccountsDatabase.open(settings, configuration.source());
    OpenAccounts stored = OpenAccounts.of(database, settings);
    boolean good = false;
    try {
      stored.revision().confirm();
      warnOfKeysGivenTwice(configuration.users(), database);
      database.database().started();
      stored.revision().follow(settings.poll());
      good = true;
    } catch (AccountsUnavailableException e) {
      throw new ConfigurationException(
          List.of(
              new Problem(
                  configuration.source().sourceOf(DatabaseParser.URI),
                  DatabaseParser.URI.text(),
                  String.valueOf(e.getMessage()))));
    } finally {
      if (!good) {
        stored.close();
      }
    }
    return new AccountsParts(users, clock, stored);
  }

  private static void warnOfKeysGivenTwice(List<ConfiguredUser> users, AccountsDatabase database)
      throws AccountsUnavailableException {
    JdbcLastingKeys stored = new JdbcLastingKeys(database.database(), database.cipher());
    for (ConfiguredUser user : users) {
      for (ConfiguredUser.Key key : user.keys()) {
        if (stored.find(key.accessKeyId()).isPresent()) {
          LOG.warn(
              "Access key {} of user {} is in the configuration and in the database: that of the"
                  + " configuration is used",
              key.accessKeyId(),
              user.name());
        }
      }
    }
  }

  /** Finds the keys that are no session's. */
  Identities lasting() {
    return stored == null
        ? users
        : new AccountIdentities(List.of(users, stored.cached()), standings(), clock);
  }

  /** How users stand now. */
  UserStandings standings() {
    OpenAccounts open = stored;
    return open == null ? users : name -> users.of(name).and(open.cached().of(name));
  }

  /**
   * All grants.
   *
   * @param configured those of the configuration
   */
  GrantSources grants(GrantSource configured) {
    return stored == null
        ? GrantSources.fixed(configured)
        : new GrantSources(
            List.of(configured, new JdbcGrantSource(stored.database().database())),
            stored.revision()::current);
  }

  /** The number of the state of the database that is in force now. */
  GrantRevision revision() {
    return stored == null ? GrantRevision.FIXED : stored.revision()::current;
  }

  /** The open database, where one is used. */
  Optional<AccountsDatabase> database() {
    return Optional.ofNullable(stored).map(OpenAccounts::database);
  }

  /** What is kept of the database. */
  List<KeptData> kept() {
    return stored == null ? List.of() : stored.cached().kept();
  }

  /** Whether it is known now who may do what. */
  boolean isReady() {
    return stored == null || stored.revision().isConfirmed();
  }

  @Override
  public void close() {
    if (stored != null) {
      stored.close();
    }
  }
}
