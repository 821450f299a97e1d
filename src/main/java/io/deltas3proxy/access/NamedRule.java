package io.deltas3proxy.access;

/**
 * A rule and where it stands.
 *
 * @param name for the audit and for explanations, see {@link Grant#ruleName}
 */
public record NamedRule(String name, PartitionRule rule) {}
