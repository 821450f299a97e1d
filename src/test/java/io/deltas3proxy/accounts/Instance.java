package io.deltas3proxy.accounts;

import io.deltas3proxy.database.Database;
import io.deltas3proxy.database.DatabaseException;
import io.deltas3proxy.database.DatabaseSettings;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** What one instance of the proxy has of the database, with a clock that tests move. */
final class Instance implements AutoCloseable {

  static final Duration BOUND = Duration.ofSeconds(10);
  private static final byte[] KEY = new byte[SecretCipher.KEY_BYTES];

  final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1000);
  final Database database;
  final JdbcAccountStore store;
  final JdbcLastingKeys lasting;
  final Revision revision;
  final CachedAccounts accounts;
  final Identities identities;

  Instance(DatabaseSettings settings, Clock clock) throws DatabaseException {
    SecretCipher cipher = new SecretCipher(KEY);
    database = Database.open(settings);
    store = new JdbcAccountStore(database, cipher, clock);
    lasting = new JdbcLastingKeys(database, cipher);
    revision = new Revision(database.changes(), BOUND, nanos::get);
    accounts = new CachedAccounts(revision, lasting, new JdbcUserStandings(database));
    identities = new AccountIdentities(List.of(accounts), accounts, clock);
  }

  void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
  }

  void sql(String sql) throws DatabaseException {
    var unused =
        database.<Integer, RuntimeException>write(connection -> {
          try (Statement statement = connection.createStatement()) {
            return statement.executeUpdate(sql);
          } catch (SQLException e) {
            throw new SQLException(sql, e);
          }
        });
  }

  /** The user and groups of a key, or what else is known of it. */
  String who(NewAccessKey key) throws AccountsUnavailableException {
    return who(key.key().accessKeyId());
  }

  String who(String accessKeyId) throws AccountsUnavailableException {
    return switch (identities.find(accessKeyId, null)) {
      case KeyLookup.Found(Identity identity) ->
          identity.principal().user() + identity.principal().groups();
      case KeyLookup.Unknown unknown -> "unknown";
      case KeyLookup.InvalidToken invalid -> "invalid token";
      case KeyLookup.ExpiredToken expired -> "expired token";
    };
  }

  @Override
  public void close() {
    revision.close();
    accounts.close();
    database.close();
  }
}
