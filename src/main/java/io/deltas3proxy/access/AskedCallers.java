package io.deltas3proxy.access;

import io.deltas3proxy.accounts.AccountsUnavailableException;
import io.deltas3proxy.accounts.Principal;
import io.deltas3proxy.accounts.RoleRights;
import io.deltas3proxy.accounts.UserStanding;
import io.deltas3proxy.accounts.UserStandings;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Finds out how a request of somebody would be taken.
 *
 * @param standings of the users of all accounts
 */
record AskedCallers(UserStandings standings) {

  private static final SortedSet<String> NO_GROUPS = Collections.emptySortedSet();

  ExplainedCaller explained(AskedCaller asked) throws AccountsUnavailableException {
    String user = asked.user();
    if (user == null) {
      return new ExplainedCaller(null, asked.groups(), false, false);
    }
    UserStanding standing = standings.of(user);
    SortedSet<String> groups = new TreeSet<>(standing.groups());
    groups.addAll(asked.groups());
    String role = asked.role();
    if (role == null) {
      return new ExplainedCaller(user, groups, false, standing.disabled());
    }
    // Who may not take on a role would have no rights by it.
    return RoleRights.of(user, groups, role)
        .map(principal ->
            new ExplainedCaller(
                user, principal.groups(), principal.groupsOnly(), standing.disabled()))
        .orElseGet(() -> new ExplainedCaller(user, NO_GROUPS, true, standing.disabled()));
  }

  static Caller caller(ExplainedCaller explained) {
    String user = explained.user();
    return user == null
        ? Caller.ANONYMOUS
        : new Caller(new Principal(user, explained.groups(), explained.groupsOnly()), null);
  }
}
