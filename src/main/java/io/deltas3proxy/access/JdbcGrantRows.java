package io.deltas3proxy.access;

import io.deltas3proxy.access.GrantStore.Stored;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.function.Consumer;

/** Turns rows into grants. One that cannot be understood is handed on as that, and is no grant. */
final class JdbcGrantRows {

  /** Columns of {@code grants} in the order in which they are read here. */
  static final String GRANT =
      "SELECT id, grantee_kind, grantee_name, table_pattern, privileges, rules, valid_from,"
          + " valid_until FROM grants";

  /** Columns of {@code permissions} in the order in which they are read here. */
  static final String PERMISSION =
      "SELECT id, user_id, table_name, partition_filters FROM permissions";

  private final Consumer<UnreadableGrant> unreadable;

  JdbcGrantRows(Consumer<UnreadableGrant> unreadable) {
    this.unreadable = unreadable;
  }

  Optional<Stored> grant(ResultSet row) throws SQLException {
    long id = row.getLong(1);
    String name = Grant.STORED + id;
    GrantRow columns =
        new GrantRow(
            text(row, 2),
            text(row, 3),
            text(row, 4),
            text(row, 5),
            text(row, 6),
            row.getString(7),
            row.getString(8));
    try {
      return Optional.of(new Stored(id, columns.read(name)));
    } catch (IllegalArgumentException | RuleFormatException e) {
      return unreadable(name, e);
    }
  }

  Optional<Stored> permission(ResultSet row) throws SQLException {
    long id = row.getLong(1);
    String name = Grant.PERMISSION + id;
    String user = text(row, 2);
    String table = text(row, 3);
    try {
      if (user.isEmpty() || table.isEmpty() || table.indexOf('*') >= 0) {
        throw new IllegalArgumentException("it must name one user and one table");
      }
      Grant grant = Grant.toRead(name, new Grantee.User(user), table, RuleJson.parse(text(row, 4)));
      return Optional.of(new Stored(id, grant));
    } catch (IllegalArgumentException | RuleFormatException e) {
      return unreadable(name, e);
    }
  }

  private Optional<Stored> unreadable(String name, Exception problem) {
    unreadable.accept(new UnreadableGrant(name, String.valueOf(problem.getMessage())));
    return Optional.empty();
  }

  private static String text(ResultSet row, int column) throws SQLException {
    String text = row.getString(column);
    return text == null ? "" : text;
  }
}
