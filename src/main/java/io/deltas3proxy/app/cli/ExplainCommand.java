package io.deltas3proxy.app.cli;

import io.deltas3proxy.access.AskedCaller;
import io.deltas3proxy.access.ObjectExplanation;
import io.deltas3proxy.access.PartitionPage;
import io.deltas3proxy.access.TableExplanation;
import io.deltas3proxy.admin.JsonViews;
import io.deltas3proxy.app.OfflineTable;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code explain}. */
@Command(
    name = "explain",
    description = "Say what somebody sees and may write of a table or an object, and why.")
final class ExplainCommand implements Callable<Integer> {

  private final Invocation invocation;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--user",
      paramLabel = "USER",
      description = "Whose sight; without, that of somebody anonymous.")
  private @Nullable String user;

  @Option(
      names = "--group",
      paramLabel = "GROUP",
      description = "A group that an identity provider names. May be repeated.")
  private @Nullable List<String> groups;

  @Option(
      names = "--role",
      paramLabel = "ROLE",
      description = "Ask for a session that has taken on this role.")
  private @Nullable String role;

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "100",
      description = "Most partitions that are shown (${DEFAULT-VALUE}).")
  private int limit;

  @Option(names = "--denied", description = "Show the denied partitions alone.")
  private boolean denied;

  @Parameters(index = "0", paramLabel = "TABLE", description = "Alias of the table.")
  private String table = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "PATH",
      description = "Key below the table; without, the whole table is explained.")
  private @Nullable String path;

  ExplainCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() throws Exception {
    if (user == null && (role != null || !Arguments.all(groups).isEmpty())) {
      throw new ParameterException(spec.commandLine(), "--group and --role need --user");
    }
    if (limit < 1 || limit > PartitionPage.LARGEST) {
      throw new ParameterException(
          spec.commandLine(), "--limit is from 1 to " + PartitionPage.LARGEST);
    }
    AskedCaller caller = new AskedCaller(user, new TreeSet<>(Arguments.all(groups)), role);
    try (OfflineTable opened =
        invocation
            .proxy()
            .openTable(table)
            .orElseThrow(() -> new RefusedException("there is no table " + table))) {
      if (path != null) {
        ObjectExplanation explained = opened.explanations().explain(caller, opened.table(), path);
        invocation.answer(JsonViews.of(explained), ExplanationText.of(explained));
      } else {
        PartitionPage page = new PartitionPage(0, limit, denied ? false : null);
        TableExplanation explained = opened.explanations().explain(caller, opened.table(), page);
        invocation.answer(JsonViews.of(explained), ExplanationText.of(explained));
      }
    }
    return ExitCode.OK;
  }
}
