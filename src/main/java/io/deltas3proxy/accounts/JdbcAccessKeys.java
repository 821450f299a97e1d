package io.deltas3proxy.accounts;

import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The rows of access keys, within the transactions of others. */
final class JdbcAccessKeys {

  private static final String KEY =
      "SELECT access_key_id, user_name, disabled, created_at, expires_at FROM access_keys";

  private final SecretCipher cipher;
  private final Clock clock;
  private final SecureRandom random = new SecureRandom();

  JdbcAccessKeys(SecretCipher cipher, Clock clock) {
    this.cipher = cipher;
    this.clock = clock;
  }

  List<AccessKey> of(Connection connection, String user) throws SQLException {
    return JdbcTables.rows(
        connection,
        JdbcAccessKeys::key,
        KEY + " WHERE user_name = ? ORDER BY created_at, access_key_id",
        user);
  }

  Optional<AccessKey> find(Connection connection, String accessKeyId) throws SQLException {
    return JdbcTables.rows(
            connection, JdbcAccessKeys::key, KEY + " WHERE access_key_id = ?", accessKeyId)
        .stream()
        .findFirst();
  }

  private static AccessKey key(ResultSet row) throws SQLException {
    return new AccessKey(
        row.getString(1),
        row.getString(2),
        row.getBoolean(3),
        Objects.requireNonNull(JdbcTables.moment(row, 4)),
        JdbcTables.moment(row, 5));
  }

  NewAccessKey create(Connection connection, String user, @Nullable Instant expiresAt)
      throws SQLException {
    String id = AccessKeyIds.newId(random);
    String secret = AccessKeyIds.newSecret(random);
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    Instant end = expiresAt == null ? null : expiresAt.truncatedTo(ChronoUnit.MILLIS);
    JdbcTables.update(
        connection,
        "INSERT INTO access_keys (access_key_id, user_name, secret_encrypted, disabled,"
            + " created_at, expires_at) VALUES (?, ?, ?, FALSE, ?, CAST(? AS BIGINT))",
        id,
        user,
        cipher.encrypt(secret, id),
        now.toEpochMilli(),
        end == null ? null : end.toEpochMilli());
    return new NewAccessKey(new AccessKey(id, user, false, now, end), secret);
  }
}
