package io.deltas3proxy.app.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.deltas3proxy.app.ConfigurationException;
import io.deltas3proxy.app.OfflineProxy;
import io.deltas3proxy.app.OfflineTable;
import io.deltas3proxy.app.Problem;
import io.deltas3proxy.delta.TableUnavailableException;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;

/** {@code config check}. */
@Command(name = "config", description = "The configuration.")
final class ConfigCommand extends CommandGroup {

  ConfigCommand(Invocation invocation) {
    super(invocation);
  }

  @Command(description = "Say everything that is wrong with the configuration.")
  int check(
      @Option(
              names = "--connect",
              description =
                  "Also open the database, and hold the rules against the logs of the tables.")
          boolean connect) {
    List<Problem> problems = new ArrayList<>();
    String source = "";
    try {
      OfflineProxy proxy = invocation().proxy();
      source = proxy.source();
      if (connect) {
        connect(proxy, problems);
      }
    } catch (ConfigurationException e) {
      problems.addAll(e.problems());
    }
    ObjectNode answer = JsonNodeFactory.instance.objectNode().put("valid", problems.isEmpty());
    ArrayNode list = answer.putArray("problems");
    for (Problem problem : problems) {
      list.addObject()
          .put("source", problem.source())
          .put("key", problem.key())
          .put("message", problem.message());
    }
    List<String> lines =
        problems.isEmpty()
            ? List.of(source + ": valid")
            : problems.stream().map(Problem::toString).toList();
    invocation().answer(answer, lines);
    return problems.isEmpty() ? ExitCode.OK : ExitCode.SOFTWARE;
  }

  private static void connect(OfflineProxy proxy, List<Problem> problems)
      throws ConfigurationException {
    if (proxy.hasDatabase()) {
      proxy.readAccounts().close();
    }
    for (String alias : proxy.aliases()) {
      try (OfflineTable table = proxy.openTable(alias).orElseThrow()) {
        var unused = table.check();
      } catch (ConfigurationException e) {
        problems.addAll(e.problems());
      } catch (TableUnavailableException e) {
        problems.add(
            new Problem(
                proxy.source(), "tableMapping." + alias, "cannot be read: " + e.getMessage()));
      }
    }
  }
}
