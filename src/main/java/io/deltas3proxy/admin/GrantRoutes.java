package io.deltas3proxy.admin;

import io.deltas3proxy.access.Grant;
import io.deltas3proxy.access.GrantStore.Stored;
import io.deltas3proxy.accounts.AccountConflictException;
import io.deltas3proxy.accounts.AccountsUnavailableException;
import java.util.List;

/** Grants of the database. */
record GrantRoutes(Grants grants) {

  List<Route> routes() {
    return List.of(
        new Route("GET", "/grants", this::list),
        new Route("POST", "/grants", this::add),
        new Route("GET", "/grants/{id}", this::get),
        new Route("PUT", "/grants/{id}", this::replace),
        new Route("DELETE", "/grants/{id}", this::remove));
  }

  private Answer list(AdminRequest request) throws AccountsUnavailableException {
    int limit = request.limit();
    List<Stored> found = grants.list(request.number("after", 0), limit + 1);
    return Answer.ok(
        AccountJson.page(
            "grants", found, limit, GrantJson::write, stored -> String.valueOf(stored.id())));
  }

  private Answer get(AdminRequest request) throws AccountsUnavailableException {
    return Answer.ok(
        GrantJson.write(
            grants
                .find(id(request))
                .orElseThrow(() -> AdminException.missing("There is no such grant"))));
  }

  private static long id(AdminRequest request) {
    return AdminRequest.number("id", request.name(0));
  }

  private Answer add(AdminRequest request)
      throws AccountsUnavailableException, AccountConflictException {
    Grant grant = GrantJson.read(request.fields());
    return Answer.created(GrantJson.write(grants.add(request.administrator(), grant)));
  }

  private Answer replace(AdminRequest request)
      throws AccountsUnavailableException, AccountConflictException {
    long id = id(request);
    Grant grant = GrantJson.read(request.fields());
    return Answer.ok(GrantJson.write(grants.replace(request.administrator(), id, grant)));
  }

  private Answer remove(AdminRequest request)
      throws AccountsUnavailableException, AccountConflictException {
    grants.remove(request.administrator(), id(request));
    return Answer.DONE;
  }
}
