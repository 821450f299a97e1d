package io.deltas3proxy.admin;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.deltas3proxy.access.AskedCaller;
import io.deltas3proxy.access.Explanations;
import io.deltas3proxy.access.GrantChange;
import io.deltas3proxy.access.PartitionPage;
import io.deltas3proxy.access.SightChange;
import io.deltas3proxy.accounts.AccountsUnavailableException;
import io.deltas3proxy.delta.Table;
import io.deltas3proxy.delta.TableUnavailableException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** Why somebody sees what they see, and what a change would make of that. */
record ExplainRoutes(Explanations explanations, Tables tables, Clock clock) {

  private static final int USUAL = 100;
  private static final int MOST_CHANGES = 100;

  List<Route> routes() {
    return List.of(
        new Route("POST", "/explain", this::explain), new Route("POST", "/dry-run", this::dryRun));
  }

  private Answer explain(AdminRequest request)
      throws AccountsUnavailableException, TableUnavailableException {
    Fields fields = request.fields();
    AskedCaller caller =
        fields.has("caller") ? caller(fields.object("caller")) : AskedCaller.ANONYMOUS;
    String alias = fields.text("table");
    String path = fields.textOrNull("path");
    if (path != null) {
      fields.end();
      Table table = tables.require(alias);
      return Answer.ok(ExplanationJson.object(explanations.explain(caller, table, path)));
    }
    PartitionPage page =
        new PartitionPage(
            fields.integer("offset", 0, Integer.MAX_VALUE, 0),
            fields.integer("limit", 1, PartitionPage.LARGEST, USUAL),
            fields.flag("allowed").orElse(null));
    fields.end();
    return Answer.ok(
        ExplanationJson.table(explanations.explain(caller, tables.require(alias), page)));
  }

  private static AskedCaller caller(Fields fields) {
    String user = fields.textOrNull("user");
    List<String> groups = fields.texts("groups");
    String role = fields.textOrNull("role");
    if (user == null && (!groups.isEmpty() || role != null)) {
      fields.flaw("user", "must be given where groups or a role are");
    }
    fields.end();
    return new AskedCaller(user, new TreeSet<>(groups), role);
  }

  private Answer dryRun(AdminRequest request)
      throws AccountsUnavailableException, TableUnavailableException {
    Fields fields = request.fields();
    String alias = fields.text("table");
    Instant at = fields.instant("at");
    List<AskedCaller> callers = new ArrayList<>();
    fields.objects("callers").forEach(caller -> callers.add(caller(caller)));
    List<GrantChange> changes = new ArrayList<>();
    fields.objects("changes").forEach(change -> changes.add(change(change, alias)));
    limit(fields, "callers", callers.size(), Explanations.MOST_CALLERS);
    limit(fields, "changes", changes.size(), MOST_CHANGES);
    fields.end();
    Table table = tables.require(alias);
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    ArrayNode list = answer.putArray("callers");
    Instant moment = at == null ? clock.instant() : at;
    for (SightChange change : explanations.dryRun(callers, table, changes, moment)) {
      list.add(ExplanationJson.change(change));
    }
    return Answer.ok(answer);
  }

  private static void limit(Fields fields, String key, int count, int most) {
    if (count < 1 || count > most) {
      fields.flaw(key, "must be 1 to " + most);
    }
  }

  private static GrantChange change(Fields fields, String alias) {
    String kind = fields.text("kind");
    return switch (kind) {
      case "add" -> ended(fields, new GrantChange.Add(GrantJson.read(fields.object("grant"))));
      case "replace" ->
          ended(
              fields,
              new GrantChange.Replace(fields.text("name"), GrantJson.read(fields.object("grant"))));
      case "remove" -> ended(fields, new GrantChange.Remove(fields.text("name")));
      case "rules" ->
          ended(
              fields,
              new GrantChange.Rules(
                  GrantJson.grantee(fields.object("grantee")), alias, GrantJson.rules(fields)));
      default ->
          throw AdminException.flawed(fields.path("kind"), "must be add, replace, remove or rules");
    };
  }

  private static GrantChange ended(Fields fields, GrantChange change) {
    fields.end();
    return change;
  }
}
