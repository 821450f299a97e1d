package io.deltas3proxy.accounts;

import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/** What a role makes of a user: the one place that says so. */
public final class RoleRights {

  private RoleRights() {}

  /**
   * Who the user is in that role.
   *
   * @param groups all that the user is in now
   * @param role {@link AssumedRole#SELF} or a group
   * @return empty when the user may not take on the role
   */
  public static Optional<Principal> of(String user, SortedSet<String> groups, String role) {
    if (role.equals(AssumedRole.SELF)) {
      return Optional.of(new Principal(user, groups, false));
    }
    return groups.contains(role)
        ? Optional.of(new Principal(user, new TreeSet<>(Set.of(role)), true))
        : Optional.empty();
  }
}
