package io.deltas3proxy.accounts;

import io.deltas3proxy.database.Database;
import java.security.GeneralSecurityException;
import java.util.List;

/** Tells whether a key is the one that the secrets of the database are encrypted with. */
public final class JdbcSecretKeyCheck {

  private static final String NAME = "secret_key_check";
  private static final String VALUE = "delta-s3-proxy";

  private final JdbcTables tables;

  public JdbcSecretKeyCheck(Database database) {
    tables = new JdbcTables(database);
  }

  /** Whether a key was used with this database before. */
  public boolean hasKey() throws AccountsUnavailableException {
    return tables.read(connection ->
        !JdbcTables.rows(connection, row -> true, "SELECT id FROM secret_key_check").isEmpty());
  }

  /**
   * Compares with the key that was used first, which this one becomes when there was none.
   *
   * @return whether it is the right one
   */
  public boolean accepts(SecretCipher cipher) throws AccountsUnavailableException {
    byte[] own = cipher.encrypt(VALUE, NAME);
    List<byte[]> first =
        tables.write(connection -> {
          JdbcTables.update(
              connection,
              "INSERT INTO secret_key_check (id, encrypted) VALUES (1, ?) ON CONFLICT DO NOTHING",
              own);
          return JdbcTables.rows(
              connection, row -> row.getBytes(1), "SELECT encrypted FROM secret_key_check");
        });
    try {
      return first.size() == 1 && cipher.decrypt(first.getFirst(), NAME).equals(VALUE);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }
}
