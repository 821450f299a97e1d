package io.deltas3proxy.access;

import io.deltas3proxy.delta.PartitionSchema;
import io.deltas3proxy.delta.PartitionValues;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What one caller may see and write of one table, partition by partition, and by which rule. */
final class CallerJudge {

  private final PartitionJudge sight;
  private final PartitionJudge writes;
  private final CallerWriting writing;
  private final boolean disabled;

  /** Why nothing may be written; {@code null} where something may. */
  private final @Nullable String problem;

  CallerJudge(ExplainedCaller caller, RuledTableAccess access, PartitionSchema schema) {
    sight = new PartitionJudge(access.rules(), schema);
    writing = access.writing();
    writes = new PartitionJudge(writing.rules(), schema);
    disabled = caller.disabled();
    problem = disabled ? Explanations.DISABLED : problem();
  }

  private @Nullable String problem() {
    String general = writing.problem();
    return general == null && !writes.fits() ? CallerWriting.NO_FITTING_RULE : general;
  }

  /** The name of a rule that lets the caller see a partition. */
  Optional<String> sees(PartitionValues partition) {
    return disabled ? Optional.empty() : sight.ruleFor(partition);
  }

  /** The name of a rule that lets the caller write a partition. */
  Optional<String> writes(PartitionValues partition) {
    return problem == null ? writes.ruleFor(partition) : Optional.empty();
  }

  /** All rules to see partitions. */
  List<RuleView> views() {
    return sight.views();
  }

  /**
   * What may be changed.
   *
   * @param allowed the partitions that may be written
   */
  WritingRights rights(Totals allowed) {
    boolean any = problem == null;
    return new WritingRights(
        problem,
        any && writing.writesWholeTable(),
        any && writing.mayAlter(),
        any && writing.mayMaintain(),
        allowed,
        writes.views());
  }
}
