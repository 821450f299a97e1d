package io.deltas3proxy.access;

import org.jspecify.annotations.Nullable;

/**
 * A rule that is in force for a caller and a table.
 *
 * @param name where it stands, for example {@code grant 17 rule 0}
 * @param problem why it does not fit the table, so that it allows nothing; {@code null} for one
 *     that fits, and where the table's columns are not known
 */
public record RuleView(String name, PartitionRule rule, @Nullable String problem) {}
