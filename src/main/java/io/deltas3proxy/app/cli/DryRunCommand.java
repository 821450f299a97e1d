package io.deltas3proxy.app.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.deltas3proxy.access.AskedCaller;
import io.deltas3proxy.access.Explanations;
import io.deltas3proxy.access.GrantChange;
import io.deltas3proxy.access.SightChange;
import io.deltas3proxy.admin.JsonViews;
import io.deltas3proxy.app.OfflineTable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code dry-run}. */
@Command(
    name = "dry-run",
    description = "Say what a change of grants would give and take, without making it.")
final class DryRunCommand implements Callable<Integer> {

  private final Invocation invocation;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--user",
      paramLabel = "USER",
      description = "Whose rights are compared. May be repeated.")
  private @Nullable List<String> users;

  @Option(names = "--anonymous", description = "Compare the rights of somebody anonymous.")
  private boolean anonymous;

  @Mixin private ProposedOptions proposed = new ProposedOptions();

  @Option(
      names = "--at",
      paramLabel = "MOMENT",
      description = "Try it for this moment instead of now.")
  private @Nullable Instant at;

  @Parameters(paramLabel = "TABLE", description = "Alias of the table.")
  private String table = "";

  DryRunCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() throws Exception {
    List<AskedCaller> callers = new ArrayList<>();
    Arguments.all(users).forEach(user -> callers.add(AskedCaller.user(user)));
    if (anonymous) {
      callers.add(AskedCaller.ANONYMOUS);
    }
    if (callers.isEmpty() || callers.size() > Explanations.MOST_CALLERS) {
      throw new ParameterException(
          spec.commandLine(),
          "--user or --anonymous is needed, for at most " + Explanations.MOST_CALLERS + " callers");
    }
    List<GrantChange> changes;
    try {
      changes = proposed.changes(table);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()));
    }
    try (OfflineTable opened =
        invocation
            .proxy()
            .openTable(table)
            .orElseThrow(() -> new RefusedException("there is no table " + table))) {
      answer(
          opened
              .explanations()
              .dryRun(
                  callers,
                  opened.table(),
                  changes,
                  at == null ? invocation.clock().instant() : at));
    }
    return ExitCode.OK;
  }

  private void answer(List<SightChange> results) {
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    ArrayNode list = answer.putArray("callers");
    List<String> lines = new ArrayList<>();
    for (SightChange change : results) {
      list.add(JsonViews.of(change));
      if (!lines.isEmpty()) {
        lines.add("");
      }
      lines.addAll(ExplanationText.of(change));
    }
    invocation.answer(answer, lines);
  }
}
