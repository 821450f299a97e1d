package io.deltas3proxy.access;

import java.util.List;

/**
 * What grants let one caller change of one table.
 *
 * @param rules a partition may be written when one of them allows it
 * @param alter whether the caller may change what the table is
 * @param maintain whether the caller may overwrite and delete what the log needs or needs no more
 */
record WritingRules(List<NamedRule> rules, boolean alter, boolean maintain) {
  WritingRules {
    rules = List.copyOf(rules);
  }
}
