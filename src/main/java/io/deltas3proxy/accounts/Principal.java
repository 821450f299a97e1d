package io.deltas3proxy.accounts;

import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Who a verified request comes from.
 *
 * @param user name of the user, also where no account has it (somebody who an identity provider
 *     vouched for)
 * @param groups whose rights the user has now
 * @param groupsOnly whether these are all the rights that the session has: one that was taken on
 *     for a role has not those of the user
 */
public record Principal(String user, SortedSet<String> groups, boolean groupsOnly) {
  public Principal {
    if (user.isEmpty()) {
      throw new IllegalArgumentException("a user has a name");
    }
    groups = Collections.unmodifiableSortedSet(new TreeSet<>(groups));
  }
}
