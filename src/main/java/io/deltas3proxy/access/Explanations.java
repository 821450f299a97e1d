package io.deltas3proxy.access;

import io.deltas3proxy.access.ObjectExplanation.Verdict;
import io.deltas3proxy.accounts.AccountsUnavailableException;
import io.deltas3proxy.accounts.UserStandings;
import io.deltas3proxy.delta.Table;
import io.deltas3proxy.delta.TableContents;
import io.deltas3proxy.delta.TableIndex;
import io.deltas3proxy.delta.TableIndexes;
import io.deltas3proxy.delta.TableTotals;
import io.deltas3proxy.delta.TableUnavailableException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Answers "why?" for administrators: nothing here is for the callers themselves. What is explained
 * is what a request would get now, by the same rules and the same index.
 */
public final class Explanations {

  /** Most callers of one dry run. */
  public static final int MOST_CALLERS = 100;

  static final String DISABLED = "the user is disabled";

  private final AskedCallers callers;
  private final GrantedAccessController access;
  private final TableIndexes indexes;
  private final TableContents contents;

  public Explanations(
      UserStandings standings,
      GrantedAccessController access,
      TableIndexes indexes,
      TableContents contents) {
    this.callers = new AskedCallers(standings);
    this.access = access;
    this.indexes = indexes;
    this.contents = contents;
  }

  /**
   * Explains one object.
   *
   * @param path key below the table's root, decoded
   * @throws AccountsUnavailableException when the caller's rights cannot be known
   */
  public ObjectExplanation explain(AskedCaller asked, Table table, String path)
      throws AccountsUnavailableException {
    ExplainedCaller caller = callers.explained(asked);
    RuledTableAccess sight = access.sight(AskedCallers.caller(caller), table);
    AccessDecision decision = sight.decide(path);
    Grounds grounds = decision.grounds().orElseGet(() -> sight.groundsOf(path));
    Verdict verdict = caller.disabled() ? Verdict.FORBIDDEN : verdict(decision);
    String reason = caller.disabled() ? DISABLED : reason(decision, grounds);
    List<RuleView> rules =
        indexes
            .current(sight.table())
            .map(index -> new PartitionJudge(sight.rules(), index.schema()).views())
            .orElseGet(() -> unchecked(sight.rules()));
    return new ObjectExplanation(
        caller,
        table.alias(),
        path,
        verdict,
        reason,
        verdict == Verdict.ALLOWED ? grounds : grounds.denied(),
        rules,
        writing(caller, sight, path, WriteIntent.PUT),
        writing(caller, sight, path, WriteIntent.DELETE));
  }

  /** Decides as for a request. Nothing is claimed by that. */
  private static WriteVerdict writing(
      ExplainedCaller caller, RuledTableAccess sight, String path, WriteIntent intent) {
    String problem = caller.disabled() ? DISABLED : sight.writing().problem();
    return problem == null
        ? WriteVerdict.of(sight.decideWrite(path, intent), intent)
        : WriteVerdict.forbidden(problem);
  }

  private static Verdict verdict(AccessDecision decision) {
    return switch (decision) {
      case AccessDecision.Allowed allowed -> Verdict.ALLOWED;
      case AccessDecision.Forbidden forbidden -> Verdict.FORBIDDEN;
      case AccessDecision.Missing missing -> Verdict.MISSING;
      case AccessDecision.Unknowable unknowable -> Verdict.UNKNOWABLE;
    };
  }

  private static String reason(AccessDecision decision, Grounds grounds) {
    return switch (decision) {
      case AccessDecision.Allowed allowed ->
          grounds.rule() == null
              ? "an uncommitted file of the caller's own, or of nobody for who maintains the table"
              : "a rule allows it: " + grounds.rule();
      case AccessDecision.Forbidden forbidden -> forbidden.reason();
      case AccessDecision.Missing missing -> "no log names such an object";
      case AccessDecision.Unknowable unknowable -> unknowable.reason();
    };
  }

  private static List<RuleView> unchecked(List<NamedRule> rules) {
    return rules.stream().map(rule -> new RuleView(rule.name(), rule.rule(), null)).toList();
  }

  /**
   * Explains a whole table. Counts its files, which may take seconds.
   *
   * @throws AccountsUnavailableException when the caller's rights cannot be known
   * @throws TableUnavailableException when the table's files cannot be counted
   */
  public TableExplanation explain(AskedCaller asked, Table table, PartitionPage page)
      throws AccountsUnavailableException, TableUnavailableException {
    ExplainedCaller caller = callers.explained(asked);
    RuledTableAccess sight = access.sight(AskedCallers.caller(caller), table);
    TableTotals totals = totals(sight.table());
    CallerJudge judge = new CallerJudge(caller, sight, totals.schema());
    PartitionTally allowed = new PartitionTally(totals.schema());
    PartitionTally denied = new PartitionTally(totals.schema());
    PartitionTally written = new PartitionTally(totals.schema());
    PagedPartitions paged = new PagedPartitions(totals.schema(), page);
    for (TableTotals.Partition partition : PartitionOrder.sorted(totals)) {
      Optional<String> rule = judge.sees(partition.values());
      Optional<String> writeRule = judge.writes(partition.values());
      (rule.isPresent() ? allowed : denied).add(partition, rule);
      writeRule.ifPresent(name -> written.add(partition, writeRule));
      paged.offer(partition, rule, writeRule);
    }
    return new TableExplanation(
        caller,
        table.alias(),
        totals.version(),
        judge.views(),
        allowed.totals(),
        denied.totals(),
        judge.rights(written.totals()),
        totals.unresolved(),
        paged.page(),
        paged.more());
  }

  /**
   * What changes of grants would do to callers, without making them. Counts the table's files,
   * which may take seconds.
   *
   * @param asked at most {@link #MOST_CALLERS}
   * @param at the moment to try them for, as grants begin and end
   * @throws AccountsUnavailableException when a caller's rights cannot be known
   * @throws TableUnavailableException when the table's files cannot be counted
   */
  public List<SightChange> dryRun(
      List<AskedCaller> asked, Table table, List<GrantChange> changes, Instant at)
      throws AccountsUnavailableException, TableUnavailableException {
    if (asked.size() > MOST_CALLERS) {
      throw new IllegalArgumentException("at most " + MOST_CALLERS + " callers");
    }
    Table known = access.known(table);
    TableTotals totals = totals(known);
    List<TableTotals.Partition> partitions = PartitionOrder.sorted(totals);
    List<SightChange> results = new ArrayList<>();
    for (AskedCaller one : asked) {
      ExplainedCaller caller = callers.explained(one);
      Caller resolved = AskedCallers.caller(caller);
      List<Grant> grants = access.grantsOf(resolved);
      List<Grant> proposed = ProposedGrants.after(changes, grants, resolved.principal());
      SightComparison comparison =
          new SightComparison(
              new CallerJudge(caller, tried(resolved, known, grants, at), totals.schema()),
              new CallerJudge(caller, tried(resolved, known, proposed, at), totals.schema()),
              totals);
      results.add(comparison.compare(caller, table.alias(), partitions));
    }
    return results;
  }

  private RuledTableAccess tried(Caller caller, Table known, List<Grant> grants, Instant at) {
    return access.tried(caller, known, EffectiveRules.of(grants, known.alias(), at));
  }

  private TableTotals totals(Table table) throws TableUnavailableException {
    TableIndex index = indexes.refresh(table);
    return contents.partitionTotals(table, index);
  }
}
