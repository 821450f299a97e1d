package io.deltas3proxy.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.deltas3proxy.admin.Administrator;
import io.deltas3proxy.app.ConfigurationException;
import io.deltas3proxy.app.OfflineAccounts;
import io.deltas3proxy.app.OfflineProxy;
import java.time.Clock;
import java.util.List;

/** One run of the command line: what it is started in, and how it answers. */
final class Invocation {

  private final Surroundings surroundings;
  private final Terminal terminal;
  private boolean json;

  Invocation(Surroundings surroundings, Terminal terminal) {
    this.surroundings = surroundings;
    this.terminal = terminal;
  }

  /** Answers as JSON from here on. */
  void answerAsJson() {
    json = true;
  }

  Terminal terminal() {
    return terminal;
  }

  Clock clock() {
    return surroundings.clock();
  }

  Administrator administrator() {
    return surroundings.administrator();
  }

  OfflineProxy proxy() throws ConfigurationException {
    return OfflineProxy.load(
        surroundings.environment(), surroundings.directory(), surroundings.clock());
  }

  OfflineAccounts read() throws ConfigurationException, RefusedException {
    return withDatabase(proxy()).readAccounts();
  }

  OfflineAccounts change() throws ConfigurationException, RefusedException {
    return withDatabase(proxy()).changeAccounts();
  }

  /** The same proxy, if it keeps accounts. */
  OfflineProxy withDatabase(OfflineProxy proxy) throws RefusedException {
    if (!proxy.hasDatabase()) {
      throw new RefusedException(
          "there is no database of accounts: databaseEnabled is not true in " + proxy.source());
    }
    return proxy;
  }

  /** Answers with one or the other. */
  void answer(JsonNode value, List<String> lines) {
    if (json) {
      terminal.json(value);
    } else {
      lines.forEach(terminal::line);
    }
  }

  void answer(JsonNode value, String line) {
    answer(value, List.of(line));
  }

  /** Says something that is not the answer. */
  void warn(String text) {
    terminal.note("warning: " + text);
  }
}
