package io.deltas3proxy.website.login;

import java.util.Collection;
import java.util.Set;

/**
 * Which viewers may see a site.
 *
 * @param everyone whether the provider's word is enough, whoever it is
 * @param users and {@code groups}: as the provider's section of the configuration names them
 */
public record ViewerRules(boolean everyone, Set<String> users, Set<String> groups) {
  public ViewerRules {
    users = Set.copyOf(users);
    groups = Set.copyOf(groups);
    if (!everyone && users.isEmpty() && groups.isEmpty()) {
      throw new IllegalArgumentException("must name users, groups or everyone: nobody may log in");
    }
  }

  boolean admit(String user, Collection<String> of) {
    return everyone || users.contains(user) || of.stream().anyMatch(groups::contains);
  }
}
