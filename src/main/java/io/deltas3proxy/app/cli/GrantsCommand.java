package io.deltas3proxy.app.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.deltas3proxy.access.Grant;
import io.deltas3proxy.access.GrantStore.Stored;
import io.deltas3proxy.access.Grantee;
import io.deltas3proxy.admin.JsonViews;
import io.deltas3proxy.app.OfflineAccounts;
import io.deltas3proxy.app.OfflineProxy;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code grants ...}. */
@Command(name = "grants", description = "The grants of the database: who may see what.")
final class GrantsCommand extends CommandGroup {

  GrantsCommand(Invocation invocation) {
    super(invocation);
  }

  @Command(description = "Let somebody see the partitions that the rules name.")
  void add(@Mixin GrantOptions options) throws Exception {
    Grant grant;
    try {
      grant = options.grant();
    } catch (IllegalArgumentException e) {
      throw wrongUsage(String.valueOf(e.getMessage()));
    }
    OfflineProxy proxy = invocation().withDatabase(invocation().proxy());
    try (OfflineAccounts accounts = proxy.changeAccounts()) {
      warn(proxy, accounts, grant);
      Stored stored = accounts.grants().add(invocation().administrator(), grant);
      invocation().answer(JsonViews.of(stored), "grant " + stored.id() + " added");
    }
  }

  private void warn(OfflineProxy proxy, OfflineAccounts accounts, Grant grant) throws Exception {
    if (!proxy.hasTableOf(grant)) {
      invocation().warn("tableMapping has no table " + grant.tablePattern());
    }
    boolean known =
        switch (grant.grantee()) {
          case Grantee.Everyone everyone -> true;
          case Grantee.User(String name) -> accounts.names().hasUser(name);
          case Grantee.Group(String name) -> accounts.names().hasGroup(name);
        };
    if (!known) {
      invocation()
          .warn(
              "neither the configuration nor the database has "
                  + GrantText.grantee(grant.grantee())
                  + ": the grant is for those whom an identity provider calls so");
    }
  }

  @Command(description = "Show all grants of the database.")
  void list() throws Exception {
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    ArrayNode all = answer.putArray("grants");
    TextTable table = GrantText.table();
    try (OfflineAccounts accounts = invocation().read()) {
      for (Stored stored : GrantText.all(accounts.grants()::list)) {
        all.add(JsonViews.of(stored));
        table.row(GrantText.row(stored));
      }
      GrantText.unreadable(accounts, "grant ").forEach(invocation()::warn);
    }
    invocation().answer(answer, table.lines());
  }

  @Command(description = "Remove a grant.")
  void remove(@Parameters(paramLabel = "ID") long id) throws Exception {
    try (OfflineAccounts accounts = invocation().change()) {
      accounts.grants().remove(invocation().administrator(), id);
    }
    removed("grant", String.valueOf(id));
  }
}
