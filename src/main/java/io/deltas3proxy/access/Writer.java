package io.deltas3proxy.access;

/**
 * One caller as a writer of one table.
 *
 * @param name that the caller's uncommitted files have; empty for everybody anonymous
 * @param partitions that the rules allow
 * @param claims the uncommitted files of all writers
 */
record Writer(String name, WritingRules rules, SharedPartitions partitions, FileClaims claims) {

  boolean writesAny() {
    return !rules.rules().isEmpty();
  }

  boolean writesWholeTable() {
    return NamedRule.anyOfWholeTable(rules.rules());
  }
}
