package io.deltas3proxy.access;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * The rules that say what one caller sees and changes of one table at a moment.
 *
 * @param rules a partition is seen when one of them allows it
 * @param writing what may be changed
 * @param from first moment at which they are these
 * @param until the moment after which they may be others
 */
record EffectiveRules(List<NamedRule> rules, WritingRules writing, Instant from, Instant until) {

  EffectiveRules {
    rules = List.copyOf(rules);
  }

  /**
   * Unites grants.
   *
   * @param grants those of one caller, for any table
   */
  static EffectiveRules of(List<Grant> grants, String alias, Instant now) {
    List<NamedRule> rules = new ArrayList<>();
    List<NamedRule> writes = new ArrayList<>();
    Set<Privilege> privileges = EnumSet.noneOf(Privilege.class);
    Instant from = Instant.MIN;
    Instant until = Instant.MAX;
    for (Grant grant : grants) {
      if (!grant.covers(alias)) {
        continue;
      }
      if (grant.isValidAt(now)) {
        privileges.addAll(grant.privileges());
        if (grant.privileges().contains(Privilege.READ)) {
          rules.addAll(named(grant));
        }
        if (grant.privileges().contains(Privilege.WRITE)) {
          writes.addAll(named(grant));
        }
      }
      for (Instant boundary : boundaries(grant)) {
        if (boundary.isAfter(now)) {
          until = boundary.isBefore(until) ? boundary : until;
        } else {
          from = boundary.isAfter(from) ? boundary : from;
        }
      }
    }
    WritingRules writing =
        new WritingRules(
            writes, privileges.contains(Privilege.ALTER), privileges.contains(Privilege.MAINTAIN));
    return new EffectiveRules(rules, writing, from, until);
  }

  private static List<NamedRule> named(Grant grant) {
    List<NamedRule> named = new ArrayList<>();
    for (int i = 0; i < grant.rules().size(); i++) {
      named.add(new NamedRule(grant.ruleName(i), grant.rules().get(i)));
    }
    return named;
  }

  private static List<Instant> boundaries(Grant grant) {
    List<Instant> boundaries = new ArrayList<>(2);
    if (grant.validFrom() != null) {
      boundaries.add(grant.validFrom());
    }
    if (grant.validUntil() != null) {
      boundaries.add(grant.validUntil());
    }
    return boundaries;
  }
}
