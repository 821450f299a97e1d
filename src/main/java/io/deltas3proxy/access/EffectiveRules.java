package io.deltas3proxy.access;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The rules that give one caller their sight of one table at a moment.
 *
 * @param rules a partition is seen when one of them allows it
 * @param from first moment at which they are these
 * @param until the moment after which they may be others
 */
record EffectiveRules(List<NamedRule> rules, Instant from, Instant until) {

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
    Instant from = Instant.MIN;
    Instant until = Instant.MAX;
    for (Grant grant : grants) {
      if (!grant.privileges().contains(Privilege.READ) || !grant.covers(alias)) {
        continue;
      }
      if (grant.isValidAt(now)) {
        for (int i = 0; i < grant.rules().size(); i++) {
          rules.add(new NamedRule(grant.ruleName(i), grant.rules().get(i)));
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
    return new EffectiveRules(rules, from, until);
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
