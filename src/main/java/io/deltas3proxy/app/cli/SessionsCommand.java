package io.deltas3proxy.app.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.deltas3proxy.app.OfflineAccounts;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code sessions revoke}. */
@Command(name = "sessions", description = "Temporary credentials.")
final class SessionsCommand extends CommandGroup {

  SessionsCommand(Invocation invocation) {
    super(invocation);
  }

  @Command(description = "End all sessions of a user that have begun, of any identity provider.")
  void revoke(@Parameters(paramLabel = "USER") String user) throws Exception {
    try (OfflineAccounts accounts = invocation().change()) {
      accounts.users().revokeSessions(invocation().administrator(), user);
    }
    invocation()
        .answer(
            JsonNodeFactory.instance.objectNode().put("user", user),
            "sessions of " + user + " that began before now are over");
  }
}
