package io.deltas3proxy.accounts;

import io.deltas3proxy.database.Database;
import java.security.GeneralSecurityException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The access keys of the database, asked for at each call. */
public final class JdbcLastingKeys implements LastingKeys {

  private final JdbcTables tables;
  private final SecretCipher cipher;

  public JdbcLastingKeys(Database database, SecretCipher cipher) {
    tables = new JdbcTables(database);
    this.cipher = cipher;
  }

  @Override
  public Optional<LastingKey> find(String accessKeyId) throws AccountsUnavailableException {
    List<JdbcKeyRow> found =
        tables.read(connection ->
            JdbcTables.rows(
                connection,
                JdbcKeyRow::new,
                "SELECT access_key_id, user_name, secret_encrypted, disabled, expires_at"
                    + " FROM access_keys WHERE access_key_id = ?",
                accessKeyId));
    return found.isEmpty() ? Optional.empty() : Optional.of(found.getFirst().open(cipher));
  }

  /** A row as it stands there. */
  private static final class JdbcKeyRow {

    private final String id;
    private final String user;
    private final byte[] secret;
    private final boolean disabled;
    private final @Nullable Instant expiresAt;

    JdbcKeyRow(ResultSet row) throws SQLException {
      id = row.getString(1);
      user = row.getString(2);
      secret = row.getBytes(3);
      disabled = row.getBoolean(4);
      expiresAt = JdbcTables.moment(row, 5);
    }

    LastingKey open(SecretCipher cipher) throws AccountsUnavailableException {
      try {
        return new LastingKey(id, cipher.decrypt(secret, id), user, disabled, expiresAt);
      } catch (GeneralSecurityException e) {
        throw new AccountsUnavailableException(
            "The secret of access key "
                + id
                + " cannot be decrypted: its row was altered, or written with another secret key",
            e);
      }
    }
  }
}
