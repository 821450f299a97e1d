package io.deltas3proxy.app.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.deltas3proxy.accounts.User;
import io.deltas3proxy.admin.JsonViews;
import io.deltas3proxy.admin.Users;
import io.deltas3proxy.app.OfflineAccounts;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code users ...}. */
@Command(name = "users", description = "The users of the database.")
final class UsersCommand extends CommandGroup {

  private static final int PAGE = 1000;

  UsersCommand(Invocation invocation) {
    super(invocation);
  }

  @Command(description = "Make a user, who has no key and no right yet.")
  void add(@Parameters(paramLabel = "NAME") String name) throws Exception {
    try (OfflineAccounts accounts = invocation().change()) {
      accounts.users().add(invocation().administrator(), name);
      done(accounts.users(), name, "added");
    }
  }

  @Command(description = "Show all users, with their groups.")
  void list() throws Exception {
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    ArrayNode all = answer.putArray("users");
    TextTable table = new TextTable("NAME", "STATE", "GROUPS");
    try (OfflineAccounts accounts = invocation().read()) {
      List<User> page = accounts.users().list(null, PAGE);
      while (!page.isEmpty()) {
        for (User user : page) {
          all.add(JsonViews.of(user));
          table.row(
              Arrays.asList(
                  user.name(),
                  user.disabled() ? "disabled" : "enabled",
                  String.join(", ", user.groups())));
        }
        page = accounts.users().list(page.getLast().name(), PAGE);
      }
    }
    invocation().answer(answer, table.lines());
  }

  @Command(description = "Refuse all requests of a user.")
  void disable(@Parameters(paramLabel = "NAME") String name) throws Exception {
    setDisabled(name, true);
  }

  @Command(description = "Let a user in again who was disabled.")
  void enable(@Parameters(paramLabel = "NAME") String name) throws Exception {
    setDisabled(name, false);
  }

  private void setDisabled(String name, boolean disabled) throws Exception {
    try (OfflineAccounts accounts = invocation().change()) {
      accounts.users().setDisabled(invocation().administrator(), name, disabled);
      done(accounts.users(), name, disabled ? "disabled" : "enabled");
    }
  }

  private void done(Users users, String name, String what) throws Exception {
    User user =
        users.find(name).orElseThrow(() -> new RefusedException("user " + name + " is gone"));
    invocation().answer(JsonViews.of(user), "user " + name + " " + what);
  }

  @Command(description = "Remove a user with their keys, memberships, grants and sessions.")
  void remove(@Parameters(paramLabel = "NAME") String name) throws Exception {
    try (OfflineAccounts accounts = invocation().change()) {
      accounts.users().remove(invocation().administrator(), name);
    }
    removed("user", name);
  }
}
