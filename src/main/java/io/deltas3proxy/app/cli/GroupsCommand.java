package io.deltas3proxy.app.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.deltas3proxy.app.OfflineAccounts;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code groups ...}. */
@Command(name = "groups", description = "The groups of the database, and who is in them.")
final class GroupsCommand extends CommandGroup {

  GroupsCommand(Invocation invocation) {
    super(invocation);
  }

  @Command(description = "Make a group.")
  void add(@Parameters(paramLabel = "NAME") String name) throws Exception {
    try (OfflineAccounts accounts = invocation().change()) {
      accounts.groups().add(invocation().administrator(), name);
    }
    invocation().answer(group(name), "group " + name + " added");
  }

  private static ObjectNode group(String name) {
    return JsonNodeFactory.instance.objectNode().put("name", name);
  }

  @Command(description = "Show all groups with their members.")
  void list() throws Exception {
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    ArrayNode all = answer.putArray("groups");
    TextTable table = new TextTable("NAME", "MEMBERS");
    try (OfflineAccounts accounts = invocation().read()) {
      for (String name : accounts.groups().list()) {
        List<String> members = accounts.groups().members(name);
        ObjectNode group = group(name);
        members.forEach(group.putArray("members")::add);
        all.add(group);
        table.row(Arrays.asList(name, String.join(", ", members)));
      }
    }
    invocation().answer(answer, table.lines());
  }

  @Command(description = "Remove a group with its memberships and grants.")
  void remove(@Parameters(paramLabel = "NAME") String name) throws Exception {
    try (OfflineAccounts accounts = invocation().change()) {
      accounts.groups().remove(invocation().administrator(), name);
    }
    removed("group", name);
  }

  @Command(description = "Put a user into a group.")
  void join(
      @Parameters(index = "0", paramLabel = "GROUP") String group,
      @Parameters(index = "1", paramLabel = "USER") String user)
      throws Exception {
    try (OfflineAccounts accounts = invocation().change()) {
      accounts.groups().addMember(invocation().administrator(), group, user);
    }
    invocation().answer(membership(group, user), user + " is in group " + group);
  }

  @Command(description = "Take a user out of a group.")
  void leave(
      @Parameters(index = "0", paramLabel = "GROUP") String group,
      @Parameters(index = "1", paramLabel = "USER") String user)
      throws Exception {
    try (OfflineAccounts accounts = invocation().change()) {
      accounts.groups().removeMember(invocation().administrator(), group, user);
    }
    invocation().answer(membership(group, user), user + " is no longer in group " + group);
  }

  private static ObjectNode membership(String group, String user) {
    return JsonNodeFactory.instance.objectNode().put("group", group).put("user", user);
  }
}
