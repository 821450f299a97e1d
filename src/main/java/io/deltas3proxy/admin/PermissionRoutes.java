package io.deltas3proxy.admin;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.deltas3proxy.access.GrantStore.Stored;
import io.deltas3proxy.access.PermissionRows;
import io.deltas3proxy.access.UnreadableGrant;
import io.deltas3proxy.accounts.AccountsUnavailableException;
import java.util.List;

/** Rows of the table {@code permissions}, and all rows that make no grant; to look at alone. */
record PermissionRoutes(PermissionRows permissions) {

  List<Route> routes() {
    return List.of(
        new Route("GET", "/permissions", this::list),
        new Route("GET", "/unreadable-grants", this::unreadable));
  }

  private Answer list(AdminRequest request) throws AccountsUnavailableException {
    int limit = request.limit();
    List<Stored> found = permissions.permissions(request.afterId(), limit + 1);
    return Answer.ok(
        AccountJson.page(
            "permissions", found, limit, GrantJson::write, row -> String.valueOf(row.id())));
  }

  private Answer unreadable(AdminRequest request) throws AccountsUnavailableException {
    int limit = request.limit();
    List<UnreadableGrant> found = permissions.unreadable(limit + 1);
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    ArrayNode rows = answer.putArray("rows");
    found.stream()
        .limit(limit)
        .forEach(row -> rows.addObject().put("name", row.name()).put("problem", row.problem()));
    return Answer.ok(answer.put("more", found.size() > limit));
  }
}
