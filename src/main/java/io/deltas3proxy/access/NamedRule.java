package io.deltas3proxy.access;

import java.util.List;

/**
 * A rule and where it stands.
 *
 * @param name for the audit and for explanations, see {@link Grant#ruleName}
 */
public record NamedRule(String name, PartitionRule rule) {

  /** Whether one of several rules is for every partition, there or not. */
  static boolean anyOfWholeTable(List<NamedRule> rules) {
    return rules.stream().anyMatch(named -> named.rule().conditions().isEmpty());
  }
}
