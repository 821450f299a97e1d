package io.deltas3proxy.app.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.deltas3proxy.access.GrantStore.Stored;
import io.deltas3proxy.admin.JsonViews;
import io.deltas3proxy.app.OfflineAccounts;
import picocli.CommandLine.Command;

/** {@code permissions list}. */
@Command(
    name = "permissions",
    description = "The rows of the table permissions, which others write.")
final class PermissionsCommand extends CommandGroup {

  PermissionsCommand(Invocation invocation) {
    super(invocation);
  }

  @Command(description = "Show all rows, and those that cannot be understood.")
  void list() throws Exception {
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    ArrayNode all = answer.putArray("permissions");
    TextTable table = GrantText.table();
    try (OfflineAccounts accounts = invocation().read()) {
      for (Stored stored : GrantText.all(accounts.permissions()::permissions)) {
        all.add(JsonViews.of(stored));
        table.row(GrantText.row(stored));
      }
      GrantText.unreadable(accounts, "permission ").forEach(invocation()::warn);
    }
    invocation().answer(answer, table.lines());
  }
}
