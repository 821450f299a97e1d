package io.deltas3proxy.app;

import io.deltas3proxy.accounts.AccountsUnavailableException;
import io.deltas3proxy.accounts.JdbcSecretKeyCheck;
import io.deltas3proxy.accounts.SecretCipher;
import io.deltas3proxy.database.Database;
import io.deltas3proxy.database.DatabaseException;
import io.deltas3proxy.database.PoolUse;
import io.deltas3proxy.metrics.DatabaseSample;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The open database of accounts.
 *
 * @param cipher that its secrets are encrypted with
 */
record AccountsDatabase(Database database, SecretCipher cipher) implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(AccountsDatabase.class);

  /**
   * Opens it, with its tables made and the key proved. Connections may take long to be made until
   * {@link Database#started} is called.
   *
   * @param source for the messages about values that prove wrong
   */
  static AccountsDatabase open(AccountsSettings settings, ConfigurationTree source)
      throws ConfigurationException {
    Database database;
    try {
      database = Database.start(settings.database());
    } catch (DatabaseException e) {
      throw problem(source, DatabaseParser.URI, String.valueOf(e.getMessage()));
    }
    boolean good = false;
    try {
      AccountsDatabase opened = new AccountsDatabase(database, cipher(settings, database, source));
      good = true;
      return opened;
    } catch (AccountsUnavailableException e) {
      throw problem(source, DatabaseParser.URI, String.valueOf(e.getMessage()));
    } finally {
      if (!good) {
        database.close();
      }
    }
  }

  private static SecretCipher cipher(
      AccountsSettings settings, Database database, ConfigurationTree source)
      throws ConfigurationException, AccountsUnavailableException {
    JdbcSecretKeyCheck check = new JdbcSecretKeyCheck(database);
    KeyPath key = settings.cipher().isPresent() ? DatabaseParser.KEY : DatabaseParser.KEY_FILE;
    SecretCipher cipher =
        settings.cipher().isPresent()
            ? settings.cipher().get()
            : cipher(settings.keyFile().orElseThrow(), check, settings, source);
    if (!check.accepts(cipher)) {
      throw problem(
          source,
          key,
          "is not the key that the secrets of this database are encrypted with; without that key"
              + " they are lost");
    }
    return cipher;
  }

  private static SecretCipher cipher(
      Path file, JdbcSecretKeyCheck check, AccountsSettings settings, ConfigurationTree source)
      throws ConfigurationException, AccountsUnavailableException {
    try {
      if (Files.exists(file)) {
        return SecretKeyFile.read(file);
      }
      boolean mayBeMade = settings.database().address().isEmbedded() && !check.hasKey();
      if (!mayBeMade) {
        // Another instance, or an earlier start, has encrypted secrets with the right one.
        throw problem(source, DatabaseParser.KEY_FILE, "there is no file of this name");
      }
      SecretCipher cipher = SecretKeyFile.create(file);
      LOG.info("A new key for the secrets of the database was made in {}: back it up", file);
      return cipher;
    } catch (IOException e) {
      throw problem(source, DatabaseParser.KEY_FILE, file + " cannot be used: " + e.getMessage());
    }
  }

  private static ConfigurationException problem(
      ConfigurationTree source, KeyPath key, String message) {
    return new ConfigurationException(
        List.of(new Problem(source.sourceOf(key), key.text(), message)));
  }

  /** How its connections are used now. */
  DatabaseSample sample() {
    PoolUse now = database.poolUse();
    return new DatabaseSample(
        now.active(), now.idle(), now.pending(), now.maximum(), now.timeouts());
  }

  @Override
  public void close() {
    database.close();
  }
}
