package io.deltas3proxy.gateway.management;

import io.deltas3proxy.database.Database;
import io.deltas3proxy.database.DatabaseException;
import io.deltas3proxy.database.StorableText;
import io.deltas3proxy.gateway.MetadataUnavailableException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** What users may do in the gateway, as administrators have said. */
public final class JdbcGatewayPermissions {

  /** Example: {@code read, write}. */
  private static final Pattern COMMA = Pattern.compile("\\s*,\\s*");

  private final Database database;
  private final Clock clock;

  public JdbcGatewayPermissions(Database database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  /** Those of a user, in the order in which they were given. */
  public List<GatewayPermission> of(String user) throws MetadataUnavailableException {
    try {
      return database.read(connection -> {
        try (PreparedStatement select =
            connection.prepareStatement(
                "SELECT bucket_pattern, key_prefix, privileges FROM gateway_permissions"
                    + " WHERE grantee_kind = 'user' AND grantee_name = ? ORDER BY id")) {
          select.setObject(1, StorableText.parameter(user));
          try (ResultSet rows = select.executeQuery()) {
            List<GatewayPermission> found = new ArrayList<>();
            while (rows.next()) {
              permission(rows).ifPresent(found::add);
            }
            return found;
          }
        }
      });
    } catch (DatabaseException e) {
      throw unavailable(e);
    }
  }

  /** Others write into the table as well: what is not understood allows nothing. */
  private static Optional<GatewayPermission> permission(ResultSet row) throws SQLException {
    Set<String> privileges = new HashSet<>(List.of(COMMA.split(row.getString(3).strip(), -1)));
    try {
      return Optional.of(new GatewayPermission(row.getString(1), row.getString(2), privileges));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** Replaces those of a user. */
  public void set(String user, List<GatewayPermission> permissions)
      throws MetadataUnavailableException {
    try {
      database.write(connection -> {
        try (PreparedStatement delete =
            connection.prepareStatement(
                "DELETE FROM gateway_permissions WHERE grantee_kind = 'user'"
                    + " AND grantee_name = ?")) {
          delete.setObject(1, StorableText.parameter(user));
          delete.executeUpdate();
        }
        try (PreparedStatement insert =
            connection.prepareStatement(
                "INSERT INTO gateway_permissions (grantee_kind, grantee_name, bucket_pattern,"
                    + " key_prefix, privileges, created_at) VALUES ('user', ?, ?, ?, ?, ?)")) {
          for (GatewayPermission permission : permissions) {
            insert.setString(1, user);
            insert.setString(2, permission.bucket());
            insert.setString(3, permission.prefix());
            insert.setString(
                4, String.join(",", permission.privileges().stream().sorted().toList()));
            insert.setLong(5, clock.millis());
            insert.executeUpdate();
          }
        }
        return true;
      });
    } catch (DatabaseException e) {
      throw unavailable(e);
    }
  }

  private static MetadataUnavailableException unavailable(DatabaseException e) {
    return new MetadataUnavailableException("Permissions: " + e.getMessage(), e);
  }
}
