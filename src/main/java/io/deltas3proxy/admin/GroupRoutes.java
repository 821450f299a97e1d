package io.deltas3proxy.admin;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import io.deltas3proxy.accounts.AccountConflictException;
import io.deltas3proxy.accounts.AccountsUnavailableException;
import java.util.List;

/** Groups and who is in them. */
record GroupRoutes(Groups groups) {

  private static final String MEMBER = "/groups/{group}/members/{name}";

  List<Route> routes() {
    return List.of(
        new Route("GET", "/groups", this::list),
        new Route("POST", "/groups", this::add),
        new Route("DELETE", "/groups/{group}", this::remove),
        new Route("GET", "/groups/{group}/members", this::members),
        new Route("PUT", MEMBER, this::addMember),
        new Route("DELETE", MEMBER, this::removeMember));
  }

  private Answer list(AdminRequest request) throws AccountsUnavailableException {
    return page(request, "groups", groups.list());
  }

  private Answer members(AdminRequest request)
      throws AccountsUnavailableException, AccountConflictException {
    return page(request, "members", groups.members(request.name(0)));
  }

  private static Answer page(AdminRequest request, String field, List<String> all) {
    int limit = request.limit();
    String after = request.after();
    List<String> found =
        all.stream()
            .sorted()
            .filter(name -> after == null || name.compareTo(after) > 0)
            .limit(limit + 1L)
            .toList();
    return Answer.ok(AccountJson.page(field, found, limit, TextNode::valueOf, name -> name));
  }

  private Answer add(AdminRequest request)
      throws AccountsUnavailableException, AccountConflictException {
    Fields fields = request.fields();
    String name = fields.text("name");
    fields.end();
    groups.add(request.administrator(), name);
    return Answer.created(JsonNodeFactory.instance.objectNode().put("name", name));
  }

  private Answer remove(AdminRequest request)
      throws AccountsUnavailableException, AccountConflictException {
    groups.remove(request.administrator(), request.name(0));
    return Answer.DONE;
  }

  private Answer addMember(AdminRequest request)
      throws AccountsUnavailableException, AccountConflictException {
    groups.addMember(request.administrator(), request.name(0), request.name(1));
    return Answer.DONE;
  }

  private Answer removeMember(AdminRequest request)
      throws AccountsUnavailableException, AccountConflictException {
    groups.removeMember(request.administrator(), request.name(0), request.name(1));
    return Answer.DONE;
  }
}
