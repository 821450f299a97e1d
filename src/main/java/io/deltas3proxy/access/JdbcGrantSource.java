package io.deltas3proxy.access;

import io.deltas3proxy.access.GrantStore.Stored;
import io.deltas3proxy.accounts.AccountsUnavailableException;
import io.deltas3proxy.accounts.Principal;
import io.deltas3proxy.database.Database;
import io.deltas3proxy.database.DatabaseException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The grants of the tables {@code grants} and {@code permissions}, read for one caller. */
public final class JdbcGrantSource implements GrantSource {

  /** Groups that one query names: databases bound the parameters of a statement. */
  private static final int GROUPS_AT_ONCE = 200;

  private final Database database;
  private final ReportedOnce reported = new ReportedOnce();
  private final JdbcGrantRows rows = new JdbcGrantRows(reported::report);

  public JdbcGrantSource(Database database) {
    this.database = database;
  }

  @Override
  public List<Grant> grantsOf(Caller caller) throws AccountsUnavailableException {
    try {
      List<Stored> found = database.read(connection -> load(connection, caller));
      return found.stream().map(Stored::grant).toList();
    } catch (DatabaseException e) {
      throw new AccountsUnavailableException("grants cannot be read: " + e.getMessage(), e);
    }
  }

  private List<Stored> load(Connection connection, Caller caller) throws SQLException {
    List<Stored> found = new ArrayList<>();
    for (JdbcQuery query : grantQueries(caller)) {
      found.addAll(query.run(connection, rows::grant));
    }
    Principal principal = caller.principal();
    if (principal != null && !principal.groupsOnly()) {
      JdbcQuery query =
          new JdbcQuery(
              JdbcGrantRows.PERMISSION + " WHERE user_id = ? ORDER BY id",
              List.of(principal.user()));
      found.addAll(query.run(connection, rows::permission));
    }
    return found;
  }

  private static List<JdbcQuery> grantQueries(Caller caller) {
    List<JdbcQuery> queries = new ArrayList<>();
    queries.add(
        new JdbcQuery(
            JdbcGrantRows.GRANT + " WHERE grantee_kind = 'everyone' ORDER BY id", List.of()));
    Principal principal = caller.principal();
    if (principal == null) {
      return queries;
    }
    if (!principal.groupsOnly()) {
      queries.add(
          new JdbcQuery(
              JdbcGrantRows.GRANT + " WHERE grantee_kind = 'user' AND grantee_name = ? ORDER BY id",
              List.of(principal.user())));
    }
    List<String> groups = List.copyOf(principal.groups());
    for (int from = 0; from < groups.size(); from += GROUPS_AT_ONCE) {
      List<String> some = groups.subList(from, Math.min(groups.size(), from + GROUPS_AT_ONCE));
      queries.add(
          new JdbcQuery(
              JdbcGrantRows.GRANT
                  + " WHERE grantee_kind = 'group' AND grantee_name IN ("
                  + String.join(", ", Collections.nCopies(some.size(), "?"))
                  + ") ORDER BY id",
              List.copyOf(some)));
    }
    return queries;
  }
}
