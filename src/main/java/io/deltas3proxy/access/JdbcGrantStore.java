package io.deltas3proxy.access;

import io.deltas3proxy.accounts.AccountConflictException;
import io.deltas3proxy.accounts.AccountConflictException.Kind;
import io.deltas3proxy.accounts.AccountsUnavailableException;
import io.deltas3proxy.database.Database;
import io.deltas3proxy.database.DatabaseException;
import io.deltas3proxy.database.Work;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The grants of the database, for administrators. */
public final class JdbcGrantStore implements GrantStore, PermissionRows {

  /** As long as those of users and groups are. */
  private static final int LONGEST_NAME = 255;

  private final Database database;
  private final Clock clock;

  public JdbcGrantStore(Database database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  @Override
  public List<Stored> grants(long after, int most) throws AccountsUnavailableException {
    return page(JdbcGrantRows.GRANT, after, most, row -> nothing().grant(row));
  }

  @Override
  public List<Stored> permissions(long after, int most) throws AccountsUnavailableException {
    return page(JdbcGrantRows.PERMISSION, after, most, row -> nothing().permission(row));
  }

  /** Rows that cannot be understood are told by {@link #unreadable}. */
  private static JdbcGrantRows nothing() {
    return new JdbcGrantRows(unreadable -> {});
  }

  private List<Stored> page(String select, long after, int most, JdbcQuery.JdbcRowReader reader)
      throws AccountsUnavailableException {
    JdbcQuery query = new JdbcQuery(select + " WHERE id > ? ORDER BY id", List.of(after));
    return read(connection -> query.run(connection, reader, most));
  }

  @Override
  public List<UnreadableGrant> unreadable(int most) throws AccountsUnavailableException {
    List<UnreadableGrant> found = new ArrayList<>();
    JdbcGrantRows rows =
        new JdbcGrantRows(row -> {
          if (found.size() < most) {
            found.add(row);
          }
        });
    return read(connection -> {
      new JdbcQuery(JdbcGrantRows.GRANT + " ORDER BY id", List.of())
          .run(connection, row -> rows.grant(row).filter(grant -> false));
      new JdbcQuery(JdbcGrantRows.PERMISSION + " ORDER BY id", List.of())
          .run(connection, row -> rows.permission(row).filter(grant -> false));
      return found;
    });
  }

  @Override
  public Optional<Stored> grant(long id) throws AccountsUnavailableException {
    return read(connection -> find(connection, id));
  }

  private static Optional<Stored> find(Connection connection, long id) throws SQLException {
    return new JdbcQuery(JdbcGrantRows.GRANT + " WHERE id = ?", List.of(id))
        .run(connection, row -> nothing().grant(row)).stream().findFirst();
  }

  @Override
  public Stored add(Grant grant) throws AccountsUnavailableException, AccountConflictException {
    return change(connection -> {
      String insert =
          "INSERT INTO grants (grantee_kind, grantee_name, table_pattern, privileges, rules,"
              + " valid_from, valid_until, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)";
      try (PreparedStatement statement =
          connection.prepareStatement(insert, Statement.RETURN_GENERATED_KEYS)) {
        bind(statement, row(grant));
        statement.setLong(8, clock.millis());
        statement.executeUpdate();
        try (ResultSet keys = statement.getGeneratedKeys()) {
          if (!keys.next()) {
            throw new SQLException("the database gave the grant no id");
          }
          return stored(connection, keys.getLong(1));
        }
      }
    });
  }

  @Override
  public Stored replace(long id, Grant grant)
      throws AccountsUnavailableException, AccountConflictException {
    return change(connection -> {
      String update =
          "UPDATE grants SET grantee_kind = ?, grantee_name = ?, table_pattern = ?,"
              + " privileges = ?, rules = ?, valid_from = ?, valid_until = ? WHERE id = ?";
      try (PreparedStatement statement = connection.prepareStatement(update)) {
        bind(statement, row(grant));
        statement.setLong(8, id);
        requireOne(statement.executeUpdate(), id);
      }
      return stored(connection, id);
    });
  }

  @Override
  public void remove(long id) throws AccountsUnavailableException, AccountConflictException {
    var unused =
        this.<Boolean>change(connection -> {
          try (PreparedStatement statement =
              connection.prepareStatement("DELETE FROM grants WHERE id = ?")) {
            statement.setLong(1, id);
            requireOne(statement.executeUpdate(), id);
            return true;
          }
        });
  }

  private static Stored stored(Connection connection, long id) throws SQLException {
    return find(connection, id)
        .orElseThrow(() -> new SQLException("the grant is not what was written"));
  }

  private static void requireOne(int changed, long id) throws AccountConflictException {
    if (changed == 0) {
      throw new AccountConflictException(Kind.MISSING, "there is no grant " + id);
    }
  }

  private static GrantRow row(Grant grant) throws AccountConflictException {
    try {
      GrantRow row = GrantRow.of(grant);
      if (row.name().codePointCount(0, row.name().length()) > LONGEST_NAME
          || (row.name() + row.tablePattern()).codePoints().anyMatch(JdbcGrantStore::isInNoName)) {
        // PostgreSQL would fail on some of them, and SQLite keep them.
        throw new AccountConflictException(
            Kind.INVALID,
            "the names of a grant have at most "
                + LONGEST_NAME
                + " characters, none a control character");
      }
      return row;
    } catch (ArithmeticException e) {
      throw new AccountConflictException(
          Kind.INVALID, "a grant begins or ends at a moment that is too far away");
    }
  }

  private static boolean isInNoName(int character) {
    return Character.isISOControl(character) || Character.getType(character) == Character.SURROGATE;
  }

  private static void bind(PreparedStatement statement, GrantRow row) throws SQLException {
    statement.setString(1, row.kind());
    statement.setString(2, row.name());
    statement.setString(3, row.tablePattern());
    statement.setString(4, row.privileges());
    statement.setString(5, row.rules());
    moment(statement, 6, row.validFrom());
    moment(statement, 7, row.validUntil());
  }

  private static void moment(PreparedStatement statement, int column, @Nullable String millis)
      throws SQLException {
    if (millis == null) {
      statement.setNull(column, Types.BIGINT);
    } else {
      statement.setLong(column, Long.parseLong(millis));
    }
  }

  private <T> T read(Work<T, RuntimeException> work) throws AccountsUnavailableException {
    try {
      return database.read(work);
    } catch (DatabaseException e) {
      throw new AccountsUnavailableException("grants cannot be read: " + e.getMessage(), e);
    }
  }

  private <T> T change(Work<T, AccountConflictException> work)
      throws AccountsUnavailableException, AccountConflictException {
    try {
      return database.write(work);
    } catch (DatabaseException e) {
      throw new AccountsUnavailableException("grants cannot be changed: " + e.getMessage(), e);
    }
  }
}
