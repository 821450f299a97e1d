package io.deltas3proxy.access;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a caller may change of one table, as far as it is no matter of one object.
 *
 * @param problem why nothing may be changed, whatever the rules say; {@code null} where something
 *     may
 * @param writesWholeTable whether every partition may be written, there or not
 * @param mayAlter whether the caller may change what the table is
 * @param mayMaintain whether the caller may overwrite and delete what the log needs, or needs no
 *     more
 * @param allowed all partitions that may be written, together
 * @param rules to write, all that are in force
 */
public record WritingRights(
    @Nullable String problem,
    boolean writesWholeTable,
    boolean mayAlter,
    boolean mayMaintain,
    Totals allowed,
    List<RuleView> rules) {
  public WritingRights {
    rules = List.copyOf(rules);
  }
}
